/** Who the demonstration is made of: what stands in `db/seed`. */
import { expect, test } from 'vitest'
import { readCast } from '../../src/demo/seed/cast.ts'

const { writers, candidates, exemptions, papers } = readCast()
const isWriter = (key: string) => writers.some((writer) => writer.key === key)

test('sixteen candidates wrote their own answers, and thirty more there are besides', () => {
  expect(writers).toHaveLength(16)
  expect(candidates.filter(({ key }) => isWriter(key))).toHaveLength(16)
  expect(candidates.filter(({ key }) => !isWriter(key))).toHaveLength(30)
})

test('the sixteen are of every quality, and so are the thirty', () => {
  const all = ['poor', 'weak', 'average', 'good', 'strong']
  expect(all.filter((quality) => !writers.some((one) => one.quality === quality))).toEqual([])
  for (const quality of ['weak', 'average', 'good', 'strong']) expect(candidates.some((one) => !isWriter(one.key) && one.quality === quality), quality).toBe(true)
})

/** Without what two people may well share: case, spaces, punctuation. */
const bare = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\d]+/gu, ' ').trim()
const answers = writers.flatMap(({ key, answers: own }) => Object.entries(own).map(([question, text]) => ({ key, question, text })))

test('no two answers are the same, nor is one part of another, nor do two begin alike', () => {
  const texts = answers.map(({ key, question, text }) => ({ name: `${key} ${question}`, text: bare(text) }))
  const copies = texts.flatMap((one, index) =>
    texts.filter((other, place) => place !== index && one.text.length > 60 && (other.text.includes(one.text) || (place > index && other.text.slice(0, 60) === one.text.slice(0, 60))))
      .map((other) => `${one.name} / ${other.name}`))
  expect(copies).toEqual([])
})

test('better writers say more: an answer of the strong is several times as long as one of the poor', () => {
  const lengthOf = (quality: string) => {
    const own = answers.filter(({ key }) => writers.some((one) => one.key === key && one.quality === quality))
    return own.reduce((sum, { text }) => sum + bare(text).split(' ').length, 0) / own.length
  }
  expect(lengthOf('strong')).toBeGreaterThan(2 * lengthOf('poor'))
})

test('every answer is to a question that there is', () => {
  const asked = new Set(JSON.stringify(papers).match(/"key":"[a-z-]+-\d\d"/g)?.map((found) => found.slice(7, -1)))
  expect(answers.filter(({ question }) => !asked.has(question))).toEqual([])
})

test('every kind of exemption is there', () => {
  const kinds = JSON.stringify(exemptions).match(/"id":"[^"]+"/g)?.map((found) => found.slice(6, -1)) ?? []
  expect(kinds.length).toBeGreaterThan(1)
  expect(kinds.filter((kind) => !candidates.some(({ masterclasses }) => masterclasses.includes(kind)))).toEqual([])
})
