import type { ChoiceQuestion, Question } from '../../papers/content.ts'
import type { Candidate, Quality, Writer } from './cast.ts'
import { distance } from './cast.ts'
import { draw, pick, shuffled } from './chance.ts'

/** The paper of a question key: "grenzen-03" is of "grenzen". */
const paperOf = (questionKey: string): string => questionKey.replace(/-\d+$/, '')

const wroteAbout = (writer: Writer, paper: string): boolean => Object.keys(writer.answers).some((key) => paperOf(key) === paper)

/**
 * Whose words somebody uses for an open question: their own where they wrote about this paper, otherwise those of a
 * writer who is about as good.
 *
 * @throws RangeError when nobody wrote about this paper
 */
export function authorOf(writers: readonly Writer[], who: Pick<Candidate, 'key'>, quality: Quality, questionKey: string): Writer {
  const paper = paperOf(questionKey)
  const own = writers.find(({ key }) => key === who.key)
  if (own !== undefined && wroteAbout(own, paper)) return own
  const others = writers.filter((writer) => wroteAbout(writer, paper))
  const nearest = Math.min(...others.map((writer) => distance(writer.quality, quality)))
  return pick(others.filter((writer) => distance(writer.quality, quality) <= nearest), `author ${who.key} ${questionKey}`)
}

/** How often a choice question is answered right. */
const RIGHT: Readonly<Record<Quality, number>> = { poor: 0.3, weak: 0.45, average: 0.68, good: 0.8, strong: 0.91 }

/** The options that somebody ticks. @returns their keys */
export function choiceOf(question: ChoiceQuestion, who: Pick<Candidate, 'key'>, quality: Quality): readonly string[] {
  const name = `choice ${who.key} ${question.key}`
  const right = question.options.filter(({ correct }) => correct).map(({ key }) => key)
  if (draw(name) < RIGHT[quality]) return right
  const wrong = question.options.filter(({ correct }) => !correct).map(({ key }) => key)
  if (!question.several) return [pick(wrong, name)]
  // Half right, as it goes: one too few, or one too many.
  return draw(`${name} half`) < 0.5 && right.length > 1 ? shuffled(right, name).slice(1) : [...right, pick(wrong, name)]
}

/** What somebody answers in the end. An open question that they left empty has no text. */
export function answerOf(
  writers: readonly Writer[], who: Pick<Candidate, 'key'>, quality: Quality, question: Question,
): { readonly text: string; readonly choice: readonly string[] } {
  if (question.type === 'choice') return { text: '', choice: choiceOf(question, who, quality) }
  return { text: authorOf(writers, who, quality, question.key).answers[question.key] ?? '', choice: [] }
}

/** The beginnings of a text as it grows, cut at the ends of sentences, and the whole of it. */
export function growing(text: string): readonly string[] {
  const cuts = [0.35, 0.7].map((share) => text.lastIndexOf('. ', Math.round(text.length * share)) + 1)
  return [...new Set(cuts.filter((end) => end > 40))].map((end) => text.slice(0, end)).concat(text)
}
