/** The list that the gallery and the walk for accessibility go along is complete. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readDoors } from '../../src/demo/seed/cast.ts'
import { filled, startWorld } from '../support/access.ts'
import { noPages, sights } from './sights.ts'

let world: Awaited<ReturnType<typeof startWorld>>
beforeAll(async () => {
  world = await startWorld()
}, 60_000)
afterAll(() => world.server.stop())

const routes = () => [...new Set(world.server.app.routes.filter(({ method }) => method === 'GET').map(({ path }) => path))]

test('every page has its place in the list, and every place its page', () => {
  const listed = sights.flatMap(({ route }) => route ?? [])
  expect(routes().filter((route) => !listed.includes(route) && !noPages.includes(route)), 'pages without a place in test/sights').toEqual([])
  expect([...listed, ...noPages].filter((route) => !routes().includes(route)), 'places without a page').toEqual([])
})

test('what is left out of the list is no page: not HTML, or a fragment of it', async () => {
  const { server, people, things } = world
  for (const route of noPages) {
    const staff = /^\/(staff|receipts)/.test(route)
    const asker = staff ? people.staff : route.startsWith('/assessor') ? people.assessor : people.candidate
    const response = await server.as(asker)(filled(route, things), { headers: { 'HX-Request': 'true' } })
    expect(response.ok, route).toBe(true)
    expect(await response.text(), route).not.toMatch(/^<!doctype html>/i)
  }
})

test('names are unique, doors exist, and nobody looks in both languages', () => {
  expect(new Set(sights.map(({ name }) => name)).size).toBe(sights.length)
  const doors: readonly (string | null)[] = [null, ...readDoors().map(({ door }) => door)]
  expect(sights.filter(({ door }) => !doors.includes(door))).toEqual([])
  expect(doors.filter((door) => !sights.some((sight) => sight.door === door)), 'people at whom nobody looks').toEqual([])
  const english = sights.filter((sight) => sight.english === true)
  expect(english.length).toBeGreaterThan(3)
  for (const { door, name } of english.filter((sight) => sight.door !== null)) {
    expect(sights.filter((sight) => sight.door === door && sight.english !== true && sight.route !== '/candidate'), name).toEqual([])
  }
})
