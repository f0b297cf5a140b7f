/** Small papers that hold every kind of question, for tests. */
import { readFileSync, readdirSync } from 'node:fs'
import type { Db } from '../../db/database.ts'
import { importFramework } from '../../src/frameworks/actions.ts'
import { importPaper, publishForm } from '../../src/papers/actions.ts'
import type { PaperFile, QuestionInFile } from '../../src/papers/content.ts'

export const seed = (name: string): unknown => JSON.parse(readFileSync(new URL(`../../db/seed/${name}`, import.meta.url), 'utf8'))

/** The files that the seed's papers attach, by name. */
export function attachedFiles(): Map<string, Uint8Array> {
  const folder = new URL('../../db/seed/papers/attachments/', import.meta.url)
  return new Map(readdirSync(folder).map((name) => [name, readFileSync(new URL(name, folder))]))
}

export const FRAMEWORK = 'bcmb-clientondersteuner-2020'

export const choiceQuestion = (key: string, masterclass: number): QuestionInFile => ({
  key, type: 'choice', masterclass, prompt: 'Wat is **juist**?', several: false, points: 200, explanation: 'a is juist.',
  options: [{ key: 'a', text: 'dit', correct: true }, { key: 'b', text: 'dat', correct: false }],
  competences: ['2.1'], tasks: [6],
})

export const openQuestion = (key: string, masterclass: number | null): QuestionInFile => ({
  key, type: 'open', masterclass, prompt: 'Wat doe je?', adviceWords: 250, modelAnswer: 'Luisteren.', competences: ['1.1'], tasks: [2],
  criteria: ['c1', 'c2'].map((criterion) => ({
    key: criterion, title: criterion, description: 'Hoe je luistert', competences: ['7.4'],
    levels: [0, 100, 300].map((points) => ({ key: String(points), label: `${points}`, description: 'zo', points })),
  })),
})

/** A case paper: six questions, 2,000 hundredths of a point. */
export const casePaper = (key: string, version = 1): PaperFile => ({
  key, kind: 'case', title: `Casustoets ${key}`, version, language: 'nl', asOf: '2026-09-01', framework: FRAMEWORK, passMark: 1100,
  instruction: 'Lees eerst de casus.', case: { key, title: `Casus ${key}`, text: '## De casus\n\nEr was eens.' },
  questions: [...[1, 2, 3, 4].map((one) => choiceQuestion(`${key}-0${one}`, one)), openQuestion(`${key}-05`, 1), openQuestion(`${key}-06`, 3)],
})

/** A reflection paper: two open questions, 1,200 hundredths of a point. */
export const reflectionPaper = (key: string, version = 1): PaperFile => ({
  key, kind: 'reflection', title: `Reflectietoets ${key}`, version, language: 'nl', asOf: '2026-09-01', framework: FRAMEWORK, passMark: 660,
  instruction: 'Kijk naar jezelf.', case: null, questions: [openQuestion(`${key}-01`, null), openQuestion(`${key}-02`, null)],
})

/** Imports and publishes a paper. @returns the form's id */
export async function publishedPaper(tx: Db, paper: PaperFile, now = 1_000): Promise<string> {
  await importFramework(tx, seed(`frameworks/bcmb-framework.json`), now)
  const formId = await importPaper(tx, paper, 'staff', now, attachedFiles())
  await publishForm(tx, formId, 'staff', now)
  return formId
}
