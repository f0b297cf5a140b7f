import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Database } from '../../db/database.ts'
import { importFramework } from '../../src/frameworks/actions.ts'
import { Framework, clustersOf, frameworkFaults, tasksOf, unknownCodes } from '../../src/frameworks/frameworks.ts'
import { getFramework } from '../../src/frameworks/queries.ts'
import { freshDatabase } from '../support/database.ts'
import { FRAMEWORK, seed } from '../support/papers.ts'

const bcmb = seed('frameworks/bcmb-framework.json')
const support = seed('frameworks/begeleider-framework.json')

let db: Database
beforeEach(async () => {
  db = await freshDatabase()
})
afterEach(() => db.close())

test('both frameworks are data of one shape: 29 competences and 14 tasks, and 5 variants and 3 task areas', () => {
  const [one, other] = [Framework.parse(bcmb), Framework.parse(support)]
  expect(one.clusters.flatMap((cluster) => cluster.competences)).toHaveLength(29)
  expect(one.taskGroups.flatMap((group) => group.tasks)).toHaveLength(14)
  expect(one.taskGroups).toHaveLength(5)
  expect(one.variants).toEqual([])
  expect(other.variants).toHaveLength(5)
  expect(other.taskAreas).toHaveLength(3)
  expect(other.clusters).toHaveLength(7)
  expect([other.masterclassDays, other.taskGroups, other.version]).toEqual([[], [], null])
  expect([frameworkFaults(one), frameworkFaults(other)]).toEqual([[], []])
})

test('codes that a framework does not have are named', () => {
  const framework = Framework.parse(bcmb)
  expect(unknownCodes(framework, { competences: ['2.1', '7.4'], tasks: [1, 14] })).toEqual([])
  expect(unknownCodes(framework, { competences: ['2.1', '7.9'], tasks: [0, 14, 15] })).toEqual(['7.9', '0', '15'])
})

test('competences are grouped by cluster, tasks found by number', () => {
  const framework = Framework.parse(bcmb)
  expect(clustersOf(framework, ['7.4', '1.1']).map(({ code, competences }) => [code, competences.map((one) => one.code)])).toEqual([
    ['1', ['1.1']],
    ['7', ['7.4']],
  ])
  expect(tasksOf(framework, [14, 1]).map(({ number }) => number)).toEqual([1, 14])
})

test('a framework comes back as it was imported, and importing it again changes nothing', async () => {
  await db.write((tx) => importFramework(tx, bcmb, 1))
  await db.write((tx) => importFramework(tx, bcmb, 2))
  expect(await getFramework(db.read, FRAMEWORK)).toEqual(Framework.parse(bcmb))
  await db.write((tx) => importFramework(tx, support, 3))
  expect((await getFramework(db.read, 'begeleider-gehandicaptenzorg')).variants[4]?.level).toBe('hbo bachelor')
})

test('a framework is never overwritten by another of the same id', async () => {
  await db.write((tx) => importFramework(tx, bcmb, 1))
  const other = { ...Framework.parse(bcmb), name: 'Iets anders' }
  await expect(db.write((tx) => importFramework(tx, other, 2))).rejects.toMatchObject({ reason: 'frameworkTaken' })
})

test('a framework that does not hold together is refused, saying where', async () => {
  const good = Framework.parse(bcmb)
  const twice = { ...good, clusters: [...good.clusters, ...good.clusters.slice(0, 1)] }
  await expect(db.write((tx) => importFramework(tx, twice, 1))).rejects.toMatchObject({
    reason: 'frameworkInvalid', params: { detail: 'cluster 1 occurs twice' },
  })
  await expect(db.write((tx) => importFramework(tx, { ...good, clusters: [] }, 1))).rejects.toMatchObject({ reason: 'frameworkInvalid' })
  await expect(db.write((tx) => importFramework(tx, 'no', 1))).rejects.toMatchObject({ reason: 'frameworkInvalid' })
})

test('a framework that is not there is refused', async () => {
  await expect(getFramework(db.read, 'none')).rejects.toMatchObject({ reason: 'notFound' })
})
