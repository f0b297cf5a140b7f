import fc from 'fast-check'
import { expect, test } from 'vitest'
import { differenceOf } from '../../src/delivery/difference.ts'
import type { Piece } from '../../src/delivery/difference.ts'

const without = (kind: Piece['kind'], pieces: readonly Piece[]): string => pieces.filter((piece) => piece.kind !== kind).map(({ text }) => text).join('')

test('equal texts differ in nothing', () => {
  expect(differenceOf('Ik luister.', 'Ik luister.')).toEqual([])
})

test('words that changed one after the other are one change', () => {
  expect(differenceOf('Ik ga eerst luisteren naar Emre.', 'Ik ga eerst goed doorvragen bij Emre.')).toEqual([
    { kind: 'same', text: 'Ik ga eerst ' },
    { kind: 'removed', text: 'luisteren naar ' },
    { kind: 'added', text: 'goed doorvragen bij ' },
    { kind: 'same', text: 'Emre.' },
  ])
})

test('what was emptied is shown as taken out, what came in an empty answer as put in', () => {
  expect(differenceOf('Alles weg.', '')).toEqual([{ kind: 'removed', text: 'Alles weg.' }])
  expect(differenceOf('', 'Alles nieuw.')).toEqual([{ kind: 'added', text: 'Alles nieuw.' }])
})

test('a long stretch that stayed the same is shortened to what stands around the change', () => {
  const long = Array.from({ length: 400 }, (_, index) => `Zin ${index} blijft.`).join(' ')
  const [before, change, after] = differenceOf(long, long.replace('Zin 200 blijft.', 'Zin 200 verandert.'))
  expect(before?.text).toMatch(/^… .{40,200}$/s)
  expect(change).toEqual({ kind: 'removed', text: 'blijft' })
  expect(after).toEqual({ kind: 'added', text: 'verandert' })
})

test('texts with nothing in common, 50,000 characters each, are told apart without keeping anybody waiting', () => {
  const words = (seed: number) => Array.from({ length: 9_000 }, (_, index) => `w${(index * seed) % 7_919}`).join(' ').slice(0, 50_000)
  const pieces = differenceOf(words(3), words(11))
  expect(pieces.map(({ kind }) => kind)).toEqual(['removed', 'added'])
})

const word = fc.constantFrom('ik', 'luister', 'naar', 'Emre.', 'Sevda?', 'vraag', '\n', 'door.\n\n', '  ', 'é', '👩‍🦽')
const sentence = fc.array(word, { maxLength: 12 }).map((words) => words.join(' '))

test('what is the same together with what was taken out is the first text, with what was put in the second', () => {
  fc.assert(
    fc.property(sentence, sentence, (first, second) => {
      const pieces = differenceOf(first, second)
      if (first === second) return
      expect(without('added', pieces)).toBe(first)
      expect(without('removed', pieces)).toBe(second)
    }),
  )
})
