/** The demonstration's papers hold what a real round of the association would. */
import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { Framework } from '../../src/frameworks/frameworks.ts'
import { PaperFile } from '../../src/papers/content.ts'
import { maximumOfPaper, paperFaults } from '../../src/papers/papers.ts'
import { seed } from '../support/papers.ts'

const framework = Framework.parse(seed('frameworks/bcmb-framework.json'))
const files = readdirSync(new URL('../../db/seed/papers/', import.meta.url)).filter((name) => name.endsWith('.json'))
const papers = files.map((name) => ({ name, paper: PaperFile.parse(seed(`papers/${name}`)) }))
const practice = 'oefentoets'
const real = papers.filter(({ paper }) => paper.key !== practice)
const ofKind = (kind: 'case' | 'reflection') => real.filter(({ paper }) => paper.kind === kind)

type Asked = (typeof papers)[number]['paper']['questions']

const opens = (questions: Asked) => questions.flatMap((question) => (question.type === 'open' ? [question] : []))
const choices = (questions: Asked) => questions.flatMap((question) => (question.type === 'choice' ? [question] : []))
const wordsOf = (text: string): number => text.split(/\s+/).filter((word) => /\w/.test(word)).length
/** What stands in bold: "**a, b en d zijn juist.**" */
const boldOf = (markdown: string): string => [...markdown.matchAll(/\*\*([^*]+)\*\*/g)].map(([, bold]) => bold).join(' ')

test('two case papers, two reflection papers and one to practise with', () => {
  expect([ofKind('case').length, ofKind('reflection').length, papers.length]).toEqual([2, 2, 5])
})

test.each(papers)('$name is a paper without faults, with its pass mark between half and two thirds', ({ paper }) => {
  expect(paperFaults(paper, framework)).toEqual([])
  const share = paper.passMark / maximumOfPaper(paper)
  expect(share).toBeGreaterThan(0.5)
  expect(share).toBeLessThan(0.67)
})

test('all are of one date', () => {
  expect(new Set(papers.map(({ paper }) => paper.asOf)).size).toBe(1)
  expect(papers[0]?.paper.asOf).toMatch(/^\d{4}-\d\d-\d\d$/)
})

describe.each(ofKind('case'))('$name', ({ paper: { case: situation, questions } }) => {
  test('describes a situation in 600 words or more', () => {
    expect(wordsOf(situation?.text ?? '')).toBeGreaterThanOrEqual(600)
  })

  test('asks at least 14 questions, of every masterclass a choice and an open one', () => {
    expect(questions.length).toBeGreaterThanOrEqual(14)
    for (const masterclass of [1, 2, 3, 4]) {
      const types = questions.filter((question) => question.masterclass === masterclass).map(({ type }) => type)
      expect(new Set(types), `masterclass ${masterclass}`).toEqual(new Set(['choice', 'open']))
    }
  })
})

test.each(ofKind('reflection'))('$name asks at least five open questions, and no others', ({ paper: { questions } }) => {
  expect(opens(questions).length).toBeGreaterThanOrEqual(5)
  expect(choices(questions)).toEqual([])
})

describe.each(papers)('$name', ({ paper: { questions, instruction } }) => {
  test('every open question has a model answer and two to four criteria, each level saying what an answer does', () => {
    for (const { key, modelAnswer, criteria } of opens(questions)) {
      expect(wordsOf(modelAnswer), key).toBeGreaterThan(40)
      expect([2, 3, 4], key).toContain(criteria.length)
      for (const { title, levels } of criteria) {
        expect(levels.length, `${key}: ${title}`).toBeGreaterThanOrEqual(3)
        const empty = levels.filter(({ description }) => wordsOf(description) < 5 || /^(Geen|Er is geen)\b/.test(description))
        expect(empty.map(({ description }) => description), `${key}: ${title}`).toEqual([])
      }
    }
  })

  test('every choice question has four options, and an explanation that names each', () => {
    for (const { key, options, explanation } of choices(questions)) {
      expect(options.length, key).toBeGreaterThanOrEqual(4)
      const unnamed = options.filter((option) => !new RegExp(`\\b${option.key}\\b`).test(boldOf(explanation)))
      expect(unnamed.map((option) => option.key), key).toEqual([])
    }
  })

  test('has typographic quotation marks', () => {
    const said = [instruction, ...questions.map((question) => `${question.prompt}${question.type === 'open' ? question.modelAnswer : question.explanation}`)]
    expect(said.filter((text) => /["']/.test(text))).toEqual([])
  })
})

const inWords = ['nul', 'een', 'twee', 'drie', 'vier', 'vijf', 'zes', 'zeven', 'acht', 'negen', 'tien', 'elf', 'twaalf', 'dertien', 'veertien', 'vijftien', 'zestien']
const numberOf = (word: string): number => (/^\d+$/.test(word) ? Number(word) : inWords.indexOf(word))
/** The number before a word in an instruction: "Er zijn 16 vragen", "**zes open vragen**"; `undefined` when it does not say. */
const saidBefore = (instruction: string, what: string): number | undefined => {
  const [, word] = new RegExp(`(\\p{L}+|\\d+) (?:${what})`, 'u').exec(instruction) ?? []
  return word === undefined || numberOf(word) < 0 ? undefined : numberOf(word)
}

test.each(real)('the numbers in the instruction of $name are right', ({ paper }) => {
  const { instruction, questions } = paper
  const open = saidBefore(instruction, 'open vragen')
  expect(open, 'it says how many open questions there are').toBe(opens(questions).length)
  if (paper.kind === 'case') {
    expect(saidBefore(instruction, 'vragen uit|vragen:')).toBe(questions.length)
    expect(saidBefore(instruction, 'meerkeuzevragen')).toBe(choices(questions).length)
  }
  const points = saidBefore(instruction, 'punten halen')
  if (points !== undefined) expect(points * 100).toBe(maximumOfPaper(paper))
})
