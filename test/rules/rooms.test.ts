/** Who may know whom, and how code reads: the rules of docs/architecture.md, enforced on the sources as text. */
import { afterAll, describe, expect, test } from 'vitest'
import { sourcesIn } from './sources.ts'
import type { Import, Source } from './sources.ts'

/** Each imports only from its left. */
const order = [
  'audit', 'mail', 'identity', 'frameworks', 'eligibility', 'papers', 'rounds', 'enrolment', 'payments', 'delivery', 'grading',
  'results', 'retakes', 'certificates', 'objections', 'overview', 'jobs', 'demo',
]

/** What stands before every capability, and knows none. */
const ground = ['http', 'language']

const src = sourcesIn('src')
const views = sourcesIn('views')
const db = sourcesIn('db')

/** `src/rounds/rounds.ts` → `rounds`; a file in `src` itself (composition, clock, refusal …) has no room. */
const roomOf = (path: string): string | null => /^src\/([^/]+)\//.exec(path)?.[1] ?? null

const isRoutes = (path: string): boolean => /^src\/[^/]+\/([\w-]+-)?routes\.tsx$/.test(path)
const isQueries = (path: string): boolean => /^src\/[^/]+\/([\w-]+-)?queries\.ts$/.test(path)
const isJobs = (path: string): boolean => /^src\/[^/]+\/([\w-]+-)?jobs\.ts$/.test(path)
const isHttp = (path: string): boolean => roomOf(path) === 'http'

/** The composition root: knows everybody, and nobody knows it. */
const composition = ['src/app.ts', 'src/main.ts', 'src/cli.ts', 'src/ports.ts']

/** Where an exception stands it says why. */
type Exceptions = Readonly<Record<string, string>>

/** Fails naming each file and what it did. */
function expectNone(rule: string, faults: readonly string[]): void {
  expect(faults, `${rule}\n${faults.map((fault) => `  - ${fault}`).join('\n')}\n`).toEqual([])
}

/** The imports that a rule forbids, in words. */
const faultsOf = (sources: readonly Source[], isFault: (source: Source, imported: Import) => boolean): string[] =>
  sources.flatMap((source) =>
    source.imports.filter((imported) => isFault(source, imported)).map(({ from }) => `${source.path} imports ${from}`),
  )

const matches = (sources: readonly Source[], pattern: RegExp): string[] =>
  sources.flatMap(({ path, code }) => {
    const [found] = pattern.exec(code) ?? []
    return found === undefined ? [] : [`${path} has ${found.trim()}`]
  })

const excepted: string[] = []

function without(sources: readonly Source[], exceptions: Exceptions): Source[] {
  excepted.push(...Object.keys(exceptions))
  return sources.filter(({ path }) => !(path in exceptions))
}

afterAll(() => {
  const known = new Set([...src, ...views, ...db, ...sourcesIn('test')].map(({ path }) => path))
  expectNone('An exception for a file that is gone goes too.', excepted.filter((path) => !known.has(path)))
})

test('the sources are read with what they import, or all of this would be empty words', () => {
  const imports = src.find(({ path }) => path === 'src/payments/actions.ts')?.imports
  expect(imports).toContainEqual({ from: 'src/enrolment/actions.ts', typeOnly: false })
  expect(imports).toContainEqual({ from: 'db/database.ts', typeOnly: true })
})

describe('who may know whom', () => {
  test('every room of src is one of those in the order', () => {
    const rooms = new Set(src.flatMap(({ path }) => roomOf(path) ?? []))
    expectNone('A new capability needs its place in the order of capabilities.', [...rooms].filter((room) => ![...order, ...ground].includes(room)))
  })

  test('a capability imports only from its left', () => {
    const faults = faultsOf(src, ({ path }, { from }) => {
      const [own, other] = [roomOf(path), roomOf(from)]
      if (own === null || other === null || own === other || ground.includes(other)) return false
      return ground.includes(own) || order.indexOf(other) > order.indexOf(own)
    })
    // Jobs take their list from the composition root; the loop itself knows no capability.
    expectNone(`Capabilities stand in the order ${order.join(', ')}: each imports only from its left.`, faults)
  })

  test('nobody imports the composition root, but the root', () => {
    const faults = faultsOf(src, ({ path }, { from, typeOnly }) => composition.includes(from) && !composition.includes(path) && !typeOnly)
    expectNone('Only app, main, cli and ports know each other.', faults)
  })

  test('views import types from src, and values only from views', () => {
    const faults = faultsOf(views, (_, { from, typeOnly }) => from.startsWith('db/') || (from.startsWith('src/') && !typeOnly))
    expectNone('Views borrow types from src, and nothing from db.', faults)
  })

  test('db imports neither src nor views', () => {
    expectNone('The database knows nobody.', faultsOf(db, (_, { from }) => from.startsWith('src/') || from.startsWith('views/')))
  })

  test('only queries speak SQL', () => {
    const faults = faultsOf(src, ({ path }, { from }) => !isQueries(path) && from.startsWith('drizzle-orm'))
    expectNone('Only queries.ts imports drizzle-orm.', faults)
  })

  test('only queries read the tables of the schema', () => {
    const exceptions: Exceptions = { 'src/identity/auth.ts': 'better-auth is handed its tables' }
    const isFault = ({ path }: Source, { from, typeOnly }: Import) => !isQueries(path) && from.startsWith('db/schema/') && !typeOnly
    expectNone('Others may borrow the type of a row.', faultsOf(without(src, exceptions), isFault))
  })

  test('only routes and src/http speak Hono', () => {
    const mayHono = (path: string) => isRoutes(path) || isHttp(path) || path === 'src/app.ts' || path === 'src/main.ts'
    const isHono = (from: string) => /^(hono|@hono\/[\w-]+)(\/|$)/.test(from)
    expectNone('Only routes.tsx, src/http, app.ts and main.ts import hono.', faultsOf(src, ({ path }, { from }) => !mayHono(path) && isHono(from)))
    expectNone('Views know hono/jsx alone.', faultsOf(views, (_, { from }) => isHono(from) && !from.startsWith('hono/jsx')))
  })

  test('only routes and src/http render views', () => {
    const shared = ['views/paths.ts', 'views/format.ts']
    const isFault = ({ path }: Source, { from, typeOnly }: Import) =>
      !isRoutes(path) && !isHttp(path) && from.startsWith('views/') && !shared.includes(from) && !typeOnly
    expectNone('Others may use views/paths.ts and views/format.ts.', faultsOf(src, isFault))
  })

  test('routes and jobs are for the composition root', () => {
    const isFault = ({ path }: Source, { from, typeOnly }: Import) =>
      !composition.includes(path) && roomOf(path) !== 'demo' && (isRoutes(from) || isJobs(from)) && roomOf(path) !== roomOf(from) && !typeOnly
    expectNone('A capability calls another one’s actions and queries.', faultsOf(src, isFault))
  })
})

describe('time and transactions', () => {
  const CLOCK = /\bDate\.now\b|\bnew Date\(\s*\)|\bDateTime\.(now|local|utc)\(\s*\)/

  test('only src/clock.ts reads the clock', () => {
    const exceptions: Exceptions = { 'src/clock.ts': 'it is the clock' }
    expectNone('Everybody else is handed `now`.', matches(without([...src, ...views], exceptions), CLOCK))
  })

  test('the machine’s own clock is asked where the demonstration’s may not count, and nowhere else', () => {
    const allowed: Exceptions = {
      'src/clock.ts': 'defines it',
      'src/main.ts': 'hands it on',
      'src/cli.ts': 'hands it on',
    }
    // Sessions and links run in real time: the demonstration's clock jumps for days, and nobody is signed out by that.
    const others = without(src, allowed).filter(({ path }) => roomOf(path) !== 'identity' && roomOf(path) !== 'demo')
    expectNone('Only identity, whose sessions and links run in real time.', matches(others, /\bwallClock\b/))
  })

  test('only routes, jobs, the demonstration and the roots open a transaction', () => {
    const exceptions: Exceptions = {
      'src/check.ts': 'looks again, where nothing moves, at what seemed amiss while people went on working',
      'src/identity/auth.ts': 'better-auth asks for a mail outside every transaction of ours',
      'src/identity/signing-in.ts': 'between two steps of better-auth, which opens none',
      'src/identity/second-factor.ts': 'between two steps of better-auth, which opens none',
      'src/payments/demo-port.ts': 'the stand-in for the bank keeps its own books',
    }
    const may = (path: string) => isRoutes(path) || isJobs(path) || ['demo', 'jobs'].includes(roomOf(path) ?? '') || composition.includes(path)
    const others = without(src, exceptions).filter(({ path }) => !may(path))
    expectNone('Actions take `tx`; routes and jobs open it.', matches(others, /\.write\(\s*(async\s*)?\(?\s*\w*\s*\)?\s*=>/))
  })
})

describe('rules are pure', () => {
  const more = [
    'rounds/plan', 'rounds/start', 'rounds/deadline', 'enrolment/enrolment', 'payments/prices', 'delivery/choosing', 'delivery/saving',
    'delivery/difference', 'papers/attachments', 'delivery/sitting', 'delivery/incidents', 'delivery/intervening',
    'delivery/reminding', 'grading/scoring', 'grading/sharing', 'grading/totals', 'certificates/number', 'overview/next-step',
    'overview/picture', 'overview/facts',
  ].map((name) => `src/${name}.ts`)
  const isRule = ({ path }: Source) => more.includes(path) || /^src\/([^/]+)\/\1\.ts$/.test(path)
  const rules = src.filter(isRule)

  test('they wait for nothing and change nothing', () => {
    expectNone('A rule is a function of values.', matches(rules, /\basync\b|\bawait\b|\bPromise\b|\btx\b|: Db\b/))
  })

  test('they ask neither queries nor actions', () => {
    const isFault = (_: Source, { from, typeOnly }: Import) =>
      !typeOnly && (/^(drizzle-orm|hono|node:(?!crypto))/.test(from) || from.startsWith('db/') || /(queries|actions|routes|jobs)\.tsx?$/.test(from))
    expectNone('A rule is handed what it needs.', faultsOf(rules, isFault))
  })
})

describe('how code reads', () => {
  test('no barrels', () => {
    const indexes = [...src, ...views, ...db].filter(({ path }) => /\/index\.tsx?$/.test(path) && !/^src\/language\/(nl|en)\/index\.ts$/.test(path))
    const faults = [...indexes.map(({ path }) => `${path} is an index`), ...matches([...src, ...views, ...db], /^export \*.*$/m)]
    expectNone('Import from the file that has it.', faults)
  })

  test('no drawers for what has no noun', () => {
    const drawers = [...src, ...views, ...db].filter(({ path }) => /\b(utils?|helpers?|services?|misc|lib)\b/.test(path))
    expectNone('A file is called after what it holds.', drawers.map(({ path }) => path))
  })

  test('no classes but errors', () => {
    expectNone('Functions and values; a class only for an error.', matches([...src, ...views, ...db], /\bclass\s+[A-Z]\w*\s+(?!extends \w*Error\b)[^=]/))
  })

  test('no file is longer than 300 lines', () => {
    const exceptions: Exceptions = {
      'src/delivery/queries.ts': 'everything that sitting a test reads and writes',
    }
    const long = without([...src, ...views, ...db, ...sourcesIn('test')], exceptions).filter(({ lines }) => lines > 300)
    expectNone('Divide it by noun.', long.map(({ path, lines }) => `${path} has ${lines} lines`))
  })

  test('no way round the type checker', () => {
    const all = [...src, ...views, ...db]
    expectNone('No `any`, no ts-ignore.', matches(all, /\bas any\b|: any\b|<any>|@ts-(ignore|nocheck|expect-error)/))
  })
})
