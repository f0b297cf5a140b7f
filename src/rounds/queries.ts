import { and, asc, count, desc, eq, inArray, isNull, max, min, or } from 'drizzle-orm'
import { attempt } from '../../db/schema/delivery.ts'
import { enrolment } from '../../db/schema/enrolment.ts'
import { form, question } from '../../db/schema/papers.ts'
import { round, roundForm } from '../../db/schema/rounds.ts'
import type { Db } from '../../db/database.ts'
import { prepared } from '../../db/prepared.ts'
import type { Values } from '../../db/prepared.ts'
import { newId } from '../ids.ts'
import { partOf } from '../paging.ts'
import { refuse } from '../refusal.ts'
import type { ListedForm, Sat } from './choosing.ts'
import type { Use } from './plan.ts'

export type Round = typeof round.$inferSelect

/** @throws Refusal `notFound` when there is no round with this id. */
export async function getRound(db: Db, id: string): Promise<Round> {
  const [found] = await db.select().from(round).where(eq(round.id, id))
  return found ?? refuse('notFound')
}

/** Every round, the latest window first. */
export const listRounds = async (db: Db): Promise<Round[]> => db.select().from(round).orderBy(desc(round.windowFirstOn), desc(round.id))

/** How many rounds stand on a page. */
const PAGE = 25

/** A page of the rounds, the latest window first. @param wanted from 1; one too far is the last */
export async function findRounds(db: Db, wanted: number) {
  const { page, pages, limit, offset } = partOf(wanted, await db.$count(round), PAGE)
  const rounds: Round[] = await db.select().from(round).orderBy(desc(round.windowFirstOn), desc(round.id)).limit(limit).offset(offset)
  return { rounds, page, pages }
}

/** The papers of a round, in order of preference. */
export const listRoundForms = async (db: Db, roundId: string) =>
  db
    .select({
      formId: form.id,
      kind: form.kind,
      position: roundForm.position,
      paperKey: form.paperKey,
      version: form.version,
      title: form.title,
      caseKey: form.caseKey,
      maximumPoints: form.maximumPoints,
      suggestedPassMark: form.suggestedPassMark,
    })
    .from(roundForm)
    .innerJoin(form, eq(form.id, roundForm.formId))
    .where(eq(roundForm.roundId, roundId))
    .orderBy(asc(roundForm.position))
export type RoundForm = Awaited<ReturnType<typeof listRoundForms>>[number]

// Read from the tables themselves: enrolment and delivery come later and may not be asked.
export async function getRoundUse(db: Db, roundId: string): Promise<Use> {
  const counts = or(isNull(enrolment.endedAt), eq(enrolment.endReason, 'released'))
  const [starts] = await db
    .select({ places: count(), first: min(enrolment.startsAt), last: max(enrolment.startsAt) })
    .from(enrolment)
    .where(and(eq(enrolment.roundId, roundId), counts))
  const used = await db.selectDistinct({ formId: attempt.formId }).from(attempt).where(eq(attempt.roundId, roundId))
  const formIds = used.map(({ formId }) => formId)
  return { hasPlaces: (starts?.places ?? 0) > 0, firstStartsAt: starts?.first ?? null, lastStartsAt: starts?.last ?? null, formIds }
}

export async function addRound(tx: Db, row: typeof round.$inferInsert): Promise<void> {
  await tx.insert(round).values(row)
}

export async function putRound(tx: Db, id: string, changes: Partial<Omit<Round, 'id'>>): Promise<void> {
  await tx.update(round).set(changes).where(eq(round.id, id))
}

/** The round's papers become these, in this order. */
export async function replaceRoundForms(tx: Db, roundId: string, formIds: readonly string[]): Promise<void> {
  await tx.delete(roundForm).where(eq(roundForm.roundId, roundId))
  if (formIds.length === 0) return
  await tx.insert(roundForm).values(formIds.map((formId, position) => ({ id: newId(), roundId, formId, position })))
}

/** Which of these forms are published, and of which kind. */
export const listPublishedKinds = async (db: Db, formIds: readonly string[]) =>
  formIds.length === 0
    ? []
    : db.select({ id: form.id, kind: form.kind, publishedAt: form.publishedAt }).from(form).where(inArray(form.id, [...formIds]))

/** Rounds whose enrolment a date may still have opened or closed: neither called off nor released. */
export const listDatedRounds = async (db: Db): Promise<Round[]> =>
  db.select().from(round).where(and(isNull(round.calledOffAt), isNull(round.releasedAt))).orderBy(asc(round.id))

/** The forms of a round in their order, with the cases and question keys they hold. */
export async function listFormsWithKeys(db: Db, roundId: string): Promise<ListedForm[]> {
  const rows = await db
    .select({ formId: form.id, kind: form.kind, caseKey: form.caseKey, position: roundForm.position, questionKey: question.key })
    .from(roundForm)
    .innerJoin(form, eq(form.id, roundForm.formId))
    .innerJoin(question, eq(question.formId, form.id))
    .where(eq(roundForm.roundId, roundId))
    .orderBy(asc(roundForm.position), asc(question.number))
  const forms = new Map<string, { formId: string; kind: 'case' | 'reflection'; caseKey: string | null; questionKeys: string[] }>()
  for (const { formId, kind, caseKey, questionKey } of rows) {
    const listed = forms.get(formId) ?? { formId, kind, caseKey, questionKeys: [] }
    listed.questionKeys.push(questionKey)
    forms.set(formId, listed)
  }
  return [...forms.values()]
}

const satBy = prepared('sat_by', (db, value: Values<{ personId: string }>) =>
  db
    .select({ caseKey: form.caseKey, questionKey: question.key })
    .from(attempt)
    .innerJoin(form, eq(form.id, attempt.formId))
    .innerJoin(question, eq(question.formId, form.id))
    .where(eq(attempt.personId, value('personId'))),
)

/** The cases and questions that somebody has sat, voided attempts included: what was seen was seen. */
export async function findSat(db: Db, personId: string): Promise<Sat> {
  const rows = await satBy(db, { personId })
  return {
    caseKeys: new Set(rows.flatMap((row) => (row.caseKey === null ? [] : [row.caseKey]))),
    questionKeys: new Set(rows.map((row) => row.questionKey)),
  }
}
