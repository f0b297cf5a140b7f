/** Ids sort in the order in which they were made: lists and histories are ordered by them. */
import { afterEach, expect, test, vi } from 'vitest'
import { HOUR } from '../src/clock.ts'
import { continueAfter, newId } from '../src/ids.ts'

afterEach(() => void vi.useRealTimers())

const many = (count: number) => Array.from({ length: count }, newId)

test('the machine’s clock is set back an hour: what is made afterwards sorts after what was made before', () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() })
  const before = many(100)
  vi.setSystemTime(Date.now() - HOUR)
  const ids = [...before, ...many(100)]
  vi.setSystemTime(Date.now() + 2 * HOUR)
  ids.push(...many(100))
  expect(ids.toSorted()).toEqual(ids)
  expect(new Set(ids).size).toBe(ids.length)
})

test('after the newest id of a database every new one sorts after it, and an old one holds nothing back', () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 10 * HOUR })
  const [old = ''] = many(1)
  vi.setSystemTime(Date.now() + HOUR)
  const [newest = ''] = many(1)
  const ahead = `${(Date.now() + HOUR).toString(16).padStart(12, '0').replace(/^(.{8})/, '$1-')}-7fff-bfff-ffffffffffff`
  continueAfter(ahead)
  const [next = ''] = many(1)
  continueAfter(old)
  const ids = [newest, ahead, next, ...many(10)]
  expect(ids.toSorted()).toEqual(ids)
})
