import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromNearerEnd, partOf } from '../src/paging.ts'

const list = fc.array(fc.integer(), { maxLength: 60 })
const sizes = fc.integer({ min: 1, max: 12 })

test('the pages of a list, one after the other, are the list', () => {
  fc.assert(
    fc.property(list, sizes, (items, size) => {
      const { pages } = partOf(1, items.length, size)
      const parts = Array.from({ length: pages }, (_, index) => partOf(index + 1, items.length, size))
      expect(parts.flatMap(({ offset, limit }) => items.slice(offset, offset + limit))).toEqual(items)
    }),
  )
})

test('a page too far is the last one, one before the first is the first, and an empty list has one', () => {
  expect(partOf(9, 21, 10)).toEqual({ page: 3, pages: 3, offset: 20, limit: 10 })
  expect(partOf(0, 21, 10)).toEqual({ page: 1, pages: 3, offset: 0, limit: 10 })
  expect(partOf(4, 0, 10)).toEqual({ page: 1, pages: 1, offset: 0, limit: 10 })
})

test('a page counted from the nearer end holds the same, and leaves out no more than half of the list', () => {
  fc.assert(
    fc.property(list, sizes, fc.integer({ min: 1, max: 70 }), (items, size, asked) => {
      const part = partOf(asked, items.length, size)
      const { isFromEnd, offset, limit } = fromNearerEnd(part, items.length)
      const found = isFromEnd ? items.toReversed().slice(offset, offset + limit).toReversed() : items.slice(offset, offset + limit)
      expect(found).toEqual(items.slice(part.offset, part.offset + size))
      expect(offset).toBeLessThanOrEqual(items.length / 2)
    }),
  )
})
