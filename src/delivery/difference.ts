import { diffArrays, diffWordsWithSpace } from 'diff'

/** A stretch of two texts compared: in both, in the second alone, or in the first alone. */
export interface Piece {
  readonly kind: 'same' | 'added' | 'removed'
  readonly text: string
}

/** Beyond this much that changed, comparing would keep everybody waiting: the one is shown for the other as a whole. */
const MOST_SENTENCES = 240
const MOST_WORDS = 120

/** Characters of an unchanged stretch that are shown at each side of a change. */
const AROUND = 160

/**
 * What differs between two texts: first which sentences, then which words in them. Long stretches that are the same
 * are shortened to what stands around the changes, with an ellipsis.
 *
 * @returns in the order of reading; empty when the texts are the same
 */
export function differenceOf(first: string, second: string): readonly Piece[] {
  if (first === second) return []
  const pieces = joined(bySentence(first, second))
  return pieces.map((piece, index) => (piece.kind === 'same' ? shortened(piece.text, index === 0, index === pieces.length - 1) : piece))
}

/** Sentences with the white space behind them; put together they are the text. */
const sentencesOf = (text: string): string[] => text.match(/[^.!?\n]+[.!?]*\s*|[.!?\s]+/gu) ?? []

function bySentence(first: string, second: string): Piece[] {
  const runs = diffArrays(sentencesOf(first), sentencesOf(second), { maxEditLength: MOST_SENTENCES })
  if (runs === undefined) return instead(first, second)
  const pieces: Piece[] = []
  let removed = ''
  for (const run of runs) {
    const text = run.value.join('')
    if (run.removed) removed = text
    else if (run.added) {
      pieces.push(...byWord(removed, text))
      removed = ''
    } else {
      pieces.push(...instead(removed, ''), { kind: 'same', text })
      removed = ''
    }
  }
  return [...pieces, ...instead(removed, '')]
}

function byWord(first: string, second: string): Piece[] {
  const words = diffWordsWithSpace(first, second, { maxEditLength: MOST_WORDS })
  if (words === undefined) return instead(first, second)
  return words.map(({ added, removed, value }) => ({ kind: added ? 'added' : removed ? 'removed' : 'same', text: value }))
}

/** The one as a whole for the other. */
const instead = (first: string, second: string): Piece[] => [
  ...(first === '' ? [] : [{ kind: 'removed' as const, text: first }]),
  ...(second === '' ? [] : [{ kind: 'added' as const, text: second }]),
]

/** Words that changed one after the other are one change, the white space between them included. */
function joined(pieces: readonly Piece[]): Piece[] {
  const runs: Piece[] = []
  let removed = ''
  let added = ''
  for (const [index, { kind, text }] of pieces.entries()) {
    const isGap = kind === 'same' && text.trim() === '' && removed + added !== '' && index < pieces.length - 1
    if (kind === 'same' && !isGap) {
      const before = removed + added === '' ? runs.pop() : undefined
      runs.push(...instead(removed, added), { kind, text: (before?.text ?? '') + text })
      removed = ''
      added = ''
      continue
    }
    if (kind !== 'added') removed += text
    if (kind !== 'removed') added += text
  }
  return [...runs, ...instead(removed, added)]
}

function shortened(text: string, isFirst: boolean, isLast: boolean): Piece {
  if (text.length <= 3 * AROUND) return { kind: 'same', text }
  const before = isFirst ? '' : text.slice(0, AROUND).replace(/\S*$/u, '')
  const after = isLast ? '' : text.slice(-AROUND).replace(/^\S*\s*/u, '')
  return { kind: 'same', text: `${before}… ${after}` }
}
