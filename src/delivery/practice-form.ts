import { readFileSync } from 'node:fs'
import { PaperFile } from '../papers/content.ts'
import type { Question, QuestionInFile } from '../papers/content.ts'
import { maximumPointsOf } from '../papers/papers.ts'
import type { FormToShow } from './presenting.ts'

/** A question of the file as candidates meet it; its key is its id. */
const numbered = (question: QuestionInFile, number: number): Question => ({
  ...question,
  id: question.key,
  number,
  maximumPoints: maximumPointsOf(question),
})

function readForm(): FormToShow {
  const file = new URL('../../db/seed/papers/oefentoets.json', import.meta.url)
  const { key, title, language, instruction, case: read, questions } = PaperFile.parse(JSON.parse(readFileSync(file, 'utf8')))
  const caseTexts = { caseTitle: read?.title ?? null, caseText: read?.text ?? null }
  return { id: key, title, language, instruction, ...caseTexts, attachments: [], questions: questions.map((question, index) => numbered(question, index + 1)) }
}

/** The form of the practice test. It is no row of the database, so that no round can ever use it. */
export const practiceForm: FormToShow = readForm()
