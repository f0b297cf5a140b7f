import { createHash } from 'node:crypto'
import { masterclasses } from '../eligibility/eligibility.ts'
import { unknownCodes } from '../frameworks/frameworks.ts'
import type { Framework } from '../frameworks/frameworks.ts'
import type { DraftForm, PaperFile, Question, QuestionInFile } from './content.ts'

/**
 * The most that one question can bring, in hundredths of a point: a choice question's own points, or the sum of the
 * highest level of each criterion.
 */
export function maximumPointsOf(question: QuestionInFile): number {
  if (question.type === 'choice') return question.points
  return sum(question.criteria.map(({ levels }) => Math.max(0, ...levels.map((level) => level.points))))
}

/** The most that a paper can bring, in hundredths of a point: the sum of its questions. */
export const maximumOfPaper = (paper: Pick<PaperFile, 'questions'>): number => sum(paper.questions.map(maximumPointsOf))

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

const twice = (keys: readonly string[]): string[] => [...new Set(keys.filter((key, index) => keys.indexOf(key) !== index))]

/**
 * Everything that is wrong with a paper, in plain English with the question's key before it; empty when all is well.
 *
 * @source domain.md, "The two tests": a case test has questions from each of the four masterclasses
 */
export function paperFaults(paper: PaperFile, framework: Framework): string[] {
  const maximum = maximumOfPaper(paper)
  return [
    ...twice(paper.questions.map(({ key }) => key)).map((key) => `${key}: this question occurs twice`),
    ...(paper.kind === 'case' ? caseFaults(paper) : reflectionFaults(paper)),
    ...paper.questions.flatMap((question) => questionFaults(question, framework).map((fault) => `${question.key}: ${fault}`)),
    ...(paper.passMark > maximum ? [`the pass mark ${paper.passMark} is above the maximum ${maximum}`] : []),
  ]
}

function caseFaults(paper: PaperFile): string[] {
  const asked = new Set(paper.questions.map(({ masterclass }) => masterclass))
  return [
    ...(paper.case === null ? ['a case paper needs a case'] : []),
    ...masterclasses.filter((one) => !asked.has(one)).map((one) => `no question is about masterclass ${one}`),
    ...paper.questions.filter(({ masterclass }) => masterclass === null).map(({ key }) => `${key}: the masterclass is missing`),
  ]
}

function reflectionFaults(paper: PaperFile): string[] {
  return [
    ...(paper.case !== null ? ['a reflection paper has no case'] : []),
    ...(paper.questions.length === 0 ? ['there is no question'] : []),
    ...paper.questions.filter(({ type }) => type !== 'open').map(({ key }) => `${key}: a reflection paper has open questions only`),
    ...paper.questions.filter(({ masterclass }) => masterclass !== null).map(({ key }) => `${key}: a reflection question has no masterclass`),
  ]
}

function questionFaults(question: QuestionInFile, framework: Framework): string[] {
  const unknown = unknownCodes(framework, question).map((code) => `code ${code} is not in the framework`)
  return [...unknown, ...(question.type === 'choice' ? choiceFaults(question) : openFaults(question, framework))]
}

function choiceFaults({ options, several }: Extract<QuestionInFile, { type: 'choice' }>): string[] {
  const right = options.filter(({ correct }) => correct).length
  return [
    ...twice(options.map(({ key }) => key)).map((key) => `option ${key} occurs twice`),
    ...(several && right < 2 ? ['several answers are asked for, so at least two must be right'] : []),
    ...(!several && right !== 1 ? [`exactly one option must be right, ${right} are`] : []),
    ...(right === options.length ? ['at least one option must be wrong'] : []),
  ]
}

function openFaults({ criteria }: Extract<QuestionInFile, { type: 'open' }>, framework: Framework): string[] {
  return [
    ...(criteria.length === 0 ? ['there is no criterion'] : []),
    ...twice(criteria.map(({ key }) => key)).map((key) => `criterion ${key} occurs twice`),
    ...criteria.flatMap(({ key, levels, competences }) => [
      ...unknownCodes(framework, { competences, tasks: [] }).map((code) => `criterion ${key}: code ${code} is not in the framework`),
      ...twice(levels.map((level) => level.key)).map((level) => `criterion ${key}: level ${level} occurs twice`),
      ...(levels.length < 2 ? [`criterion ${key}: at least two levels are needed`] : []),
      ...(levelsRise(levels.map(({ points }) => points)) ? [] : [`criterion ${key}: the points of the levels must rise from 0`]),
    ]),
  ]
}

const levelsRise = (points: readonly number[]): boolean =>
  points[0] === 0 && points.every((value, index) => index === 0 || value > (points[index - 1] ?? value))

/** JSON with its keys in alphabetical order, so that equal content is equal text on every engine. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, inner]) => [name, canonical(inner)]),
  )
}

/**
 * SHA-256 (hex) over all that a candidate, an assessor or the scoring reads of a form: every field but who published
 * it when, the ids included, because answers refer to them.
 */
export function digestOf(form: DraftForm): string {
  const { createdAt: _made, publishedAt: _at, publishedBy: _by, digest: _digest, ...content } = form
  return createHash('sha256').update(JSON.stringify(canonical(content))).digest('hex')
}

/** One cell of the blueprint: how many questions of a type, how many points. */
export interface BlueprintCell {
  readonly questions: number
  /** Hundredths of a point. */
  readonly points: number
}

export interface BlueprintRow {
  /** `null`: not tied to one masterclass (a reflection paper). */
  readonly masterclass: number | null
  readonly choice: BlueprintCell
  readonly open: BlueprintCell
  readonly all: BlueprintCell
  /** Codes, each once, in order. */
  readonly competences: readonly string[]
  readonly tasks: readonly number[]
}

/** The blueprint (toetsmatrijs): a row for each masterclass of the paper, in order. */
export function blueprintOf(questions: readonly Question[]): readonly BlueprintRow[] {
  const rows = [...new Set(questions.map(({ masterclass }) => masterclass))].toSorted((one, other) => (one ?? 0) - (other ?? 0))
  return rows.map((masterclass) => blueprintRow(masterclass, questions.filter((question) => question.masterclass === masterclass)))
}

/** Everything taken together: the last row of the blueprint. */
export const blueprintTotal = (questions: readonly Question[]): BlueprintRow => blueprintRow(null, questions)

function blueprintRow(masterclass: number | null, questions: readonly Question[]): BlueprintRow {
  const cell = (type?: Question['type']): BlueprintCell => {
    const counted = questions.filter((question) => type === undefined || question.type === type)
    return { questions: counted.length, points: sum(counted.map(({ maximumPoints }) => maximumPoints)) }
  }
  const competences = questions.flatMap((question) => [
    ...question.competences,
    ...(question.type === 'open' ? question.criteria.flatMap((criterion) => criterion.competences) : []),
  ])
  return {
    masterclass,
    choice: cell('choice'),
    open: cell('open'),
    all: cell(),
    competences: [...new Set(competences)].toSorted(),
    tasks: [...new Set(questions.flatMap(({ tasks }) => tasks))].toSorted((one, other) => one - other),
  }
}
