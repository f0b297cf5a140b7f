/** One open answer that needs an assessor. `owner` is who has it now, where that may change. */
export interface Work {
  readonly attemptId: string
  readonly questionId: string
  /** Whose it is: only to keep it away from assessors with a conflict. */
  readonly personId: string
  readonly owner: string | null
}

/** Somebody who can be given work, with how much they already have in this round that stays theirs. */
export interface Hand {
  readonly assessorId: string
  readonly load: number
  /** Questions of which they already have answers. */
  readonly questionIds: ReadonlySet<string>
}

export interface Share<W extends Work> {
  readonly given: readonly { readonly work: W; readonly assessorId: string }[]
  /** Work that nobody without a conflict can take. */
  readonly left: readonly W[]
}

/**
 * Divides work over assessors: as evenly as can be, and with the answers to one question together as far as that
 * allows, because who reads twenty answers to one question scores them alike. Work stays with its owner while
 * that owner has room; nobody gets the work of a person they have a conflict with, even where that costs balance.
 *
 * @param works in the order of the questions: neighbours are kept together
 * @param hands whoever can be given work
 * @param hasConflict whether this assessor may not assess this person
 */
export function shareOut<W extends Work>(
  works: readonly W[],
  hands: readonly Hand[],
  hasConflict: (assessorId: string, personId: string) => boolean,
): Share<W> {
  const places = roomOf(hands, works).map((place) => ({ ...place, questionIds: new Set(place.hand.questionIds) }))
  const given = new Map<W, string>()
  const give = (work: W, place: (typeof places)[number]) => {
    place.room -= 1
    place.questionIds.add(work.questionId)
    given.set(work, place.hand.assessorId)
  }
  const mayTake = (work: W) => (place: (typeof places)[number]) => !hasConflict(place.hand.assessorId, work.personId)

  for (const work of works) {
    const owner = places.find(({ hand, room }) => hand.assessorId === work.owner && room > 0)
    if (owner && mayTake(work)(owner)) give(work, owner)
  }
  let last: (typeof places)[number] | undefined
  let lastQuestion = ''
  for (const work of works) {
    if (given.has(work)) continue
    const able = places.filter(mayTake(work))
    const stays = lastQuestion === work.questionId ? able.find((place) => place === last && place.room > 0) : undefined
    const chosen = stays ?? best(able, work.questionId)
    if (!chosen) continue
    give(work, chosen)
    if (chosen.room >= 0) [last, lastQuestion] = [chosen, work.questionId]
  }
  return {
    given: works.flatMap((work) => {
      const assessorId = given.get(work)
      return assessorId === undefined ? [] : [{ work, assessorId }]
    }),
    left: works.filter((work) => !given.has(work)),
  }
}

interface Place {
  readonly hand: Hand
  /** How many more would be their fair share; below zero where conflicts asked for more. */
  room: number
}

/**
 * Pours the work over the assessors with the least of it, so that they end as level as they can; what cannot be
 * divided evenly is for those who know these questions already.
 */
function roomOf(hands: readonly Hand[], works: readonly Work[]): Place[] {
  const known = (hand: Hand) => works.filter(({ questionId }) => hand.questionIds.has(questionId)).length
  const places = hands.toSorted((one, other) => known(other) - known(one)).map((hand) => ({ hand, room: 0 }))
  for (let poured = 0; poured < works.length && places.length > 0; poured++) {
    const lowest = places.reduce((low, place) => (place.hand.load + place.room < low.hand.load + low.room ? place : low))
    lowest.room += 1
  }
  return places
}

/** Who knows the question already goes first, then who has most room. */
function best<P extends Place & { questionIds: Set<string> }>(able: readonly P[], questionId: string): P | undefined {
  const rank = (place: P) => [place.room > 0 ? 1 : 0, place.room > 0 && place.questionIds.has(questionId) ? 1 : 0, place.room]
  return able.reduce<P | undefined>((first, place) => (first === undefined || isMore(rank(place), rank(first)) ? place : first), undefined)
}

function isMore(one: readonly number[], other: readonly number[]): boolean {
  const at = one.findIndex((value, index) => value !== other[index])
  return at >= 0 && (one[at] ?? 0) > (other[at] ?? 0)
}
