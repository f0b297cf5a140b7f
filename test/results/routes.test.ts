import { parse } from 'node-html-parser'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { holdout, release } from '../../db/schema/results.ts'
import { agreeRelease } from '../../src/results/actions.ts'
import { startApp } from '../support/app.ts'
import { aCandidate, AFTER, anAssessor, aRoundToAssess, assessAll, aStaffMember } from '../support/grading.ts'

let server: Awaited<ReturnType<typeof startApp>>
beforeEach(async () => {
  server = await startApp({ now: AFTER })
})
afterEach(() => server.stop())

const text = async (response: Response) => parse(await response.text()).text.replace(/\s+/g, ' ')

async function scene(candidates = 2) {
  const made = await aRoundToAssess(server.db, candidates)
  const [first, second] = [await aStaffMember(server.db, 'Toetsbureau Een'), await aStaffMember(server.db, 'Toetsbureau Twee')]
  const assessor = await anAssessor(server.db, 'Beoordelaar')
  const roundId = made.round.id
  const assess = (level: 'lowest' | 'highest' = 'highest') => assessAll(server.db, { round: made.round, forms: made.forms, staffId: first.id, assessorId: assessor.id, level, passMark: 2600 })
  const agree = async () => {
    const [pending] = (await server.db.read.select().from(release)).filter(({ agreedAt, lapsedAt }) => agreedAt === null && lapsedAt === null)
    await server.db.write((tx) => agreeRelease(tx, pending?.id ?? '', second.id, AFTER))
  }
  return { ...made, roundId, first, second, assessor, assess, agree, at: `/staff/rounds/${roundId}/release` }
}

test('the page says exactly what is missing, and refuses a proposal', async () => {
  const { first, at } = await scene()
  const page = await text(await server.as(first)(at))
  expect(page).toContain('Wat er nog ontbreekt')
  expect(page).toContain('Toetsen die nog niet helemaal zijn beoordeeld: 4')
  expect(page).toContain('Nog geen cesuur voor')
  expect((await server.as(first)(at, { form: {} })).status).toBe(409)
})

test('one proposes, sees that a colleague must agree, and can take it back; the other sees the button', async () => {
  const { first, second, assess, at } = await scene()
  await assess()
  expect((await server.as(first)(at, { form: {} })).status).toBe(303)
  expect(await text(await server.as(first)(at))).toContain('Een collega moet akkoord geven')
  const theirs = parse(await (await server.as(second)(at)).text())
  expect(theirs.querySelector('form[action$="/agreement"]')).not.toBeNull()
  expect(parse(await (await server.as(first)(at)).text()).querySelector('form[action$="/agreement"]')).toBeNull()
  const withdrawal = theirs.querySelector('form[action$="/withdrawal"]')?.getAttribute('action') ?? ''
  expect((await server.as(first)(withdrawal, { form: {} })).status).toBe(303)
  expect((await server.as(first)(withdrawal, { form: {} })).status).toBe(409)
})

test('a result is 404 before release; afterwards its candidate reads mark, score and feedback, and nobody else', async () => {
  const { first, assess, agree, people, at, openQuestions } = await scene()
  await assess()
  const [mine, other] = people
  if (!mine || !other) throw new Error('nobody')
  const path = `/results/${mine.attempts[0]?.id}`
  expect((await server.as(mine.person)(path)).status).toBe(404)
  await server.as(first)(at, { form: {} })
  expect((await server.as(mine.person)(path)).status).toBe(404)
  await agree()
  const read = await (await server.as(mine.person)(path)).text()
  // Its framework is in Dutch, whatever the page is in.
  expect(read).toContain('<span lang="nl">Een vertrouwensrelatie opbouwen</span>')
  const page = parse(read).text.replace(/\s+/g, ' ')
  for (const part of ['Uitslag van de casustoets', 'Voldoende', '10,0', 'Per onderdeel van het beroep', 'Een vertrouwensrelatie opbouwen', `Bij ${openQuestions[0]?.key}`]) {
    expect(page).toContain(part)
  }
  expect((await server.as(other.person)(path)).status).toBe(404)
  expect((await server.as(first)(path)).status).toBe(403)
  expect((await server.visitor()(path)).status).toBe(401)
  expect(await text(await server.as(first)(at))).toContain('Al vrijgegeven')
})

test('an insufficient first attempt may be retaken, an insufficient retake is final', async () => {
  const { first, assess, agree, roundId, forms, people, at } = await scene(1)
  const again = await aCandidate(server.db, { name: 'Opnieuw', roundId, forms: [forms[0]], kind: 'retake' })
  await assess('lowest')
  await server.as(first)(at, { form: {} })
  await agree()
  const [mine] = people
  const insufficient = parse(await (await server.as(mine?.person ?? first)(`/results/${mine?.attempts[0]?.id}`)).text())
  expect(insufficient.text).toContain('één keer herkansen')
  expect(insufficient.querySelector('main a[href="/retakes"]')).not.toBeNull()
  const final = parse(await (await server.as(again.person)(`/results/${again.attempts[0]?.id}`)).text())
  expect(final.text).toContain('definitief')
  expect(final.text).not.toContain('één keer herkansen')
  expect(final.querySelector('main a[href="/retakes"]')).toBeNull()
  for (const page of [insufficient, final]) expect(page.text).toContain('bezwaar maken')
})

test('an attempt is held out with a reason on a page of its own, and taken back', async () => {
  const { first, assess, roundId, people, at } = await scene()
  await assess()
  const attemptId = people[0]?.attempts[0]?.id ?? ''
  const path = `/staff/rounds/${roundId}/holdouts/${attemptId}`
  const ask = server.as(first)
  expect((await ask(path)).status).toBe(200)
  expect((await ask(path, { form: { reason: ' ' } })).status).toBe(422)
  expect((await ask(path, { form: { reason: 'Klacht over een storing' } })).headers.get('Location')).toBe(at)
  expect(await text(await ask(at))).toContain('Klacht over een storing')
  expect(await server.db.read.select().from(holdout)).toMatchObject([{ attemptId, heldBy: first.id }])
  const twice = await ask(path, { form: { reason: 'nog eens' } })
  expect(twice.status).toBe(409)
  expect(await text(twice)).toContain('al apart gehouden')
  expect((await ask(`${path}/ending`, { form: {} })).status).toBe(303)
  expect((await ask(`/staff/rounds/${roundId}/holdouts/other`)).status).toBe(404)
})

test('once all is released the page says so, and not that there is nothing to release', async () => {
  const { first, assess, agree, at } = await scene()
  await assess()
  await server.as(first)(at, { form: {} })
  await agree()
  const page = await text(await server.as(first)(at))
  expect(page).toContain('De uitslag is vrijgegeven')
  expect(page).not.toContain('Er zijn geen toetsen om vrij te geven')
})

test('once all but what was held out is released the page says both', async () => {
  const { first, assess, agree, roundId, people, at } = await scene()
  const office = server.as(first)
  await assess()
  await office(`/staff/rounds/${roundId}/holdouts/${people[0]?.attempts[0]?.id ?? ''}`, { form: { reason: 'Klacht over een storing' } })
  expect(await text(await office(at))).not.toContain('De uitslag is vrijgegeven')
  await office(at, { form: {} })
  await agree()
  const page = await text(await office(at))
  expect(page).toContain('De uitslag is vrijgegeven')
  expect(page).toContain('Eén toets is apart gehouden')
  expect(page).not.toMatch(/Er zijn geen toetsen om vrij te geven|Alle toetsen van deze toetsronde/)
})

test('only staff see what would be released', async () => {
  const { assessor, people, at } = await scene()
  for (const person of [assessor, people[0]?.person ?? assessor]) {
    expect((await server.as(person)(at)).status).toBe(403)
    expect((await server.as(person)(at, { form: {} })).status).toBe(403)
  }
})

test('holding out is asked only of a test of this round whose result is not out', async () => {
  const { first, roundId, people, assess, agree, at } = await scene(1)
  const office = server.as(first)
  const path = `/staff/rounds/${roundId}/holdouts/${people[0]?.attempts[0]?.id ?? ''}`
  expect((await office(path)).status).toBe(200)
  expect((await office(path.replace(roundId, 'another-round'))).status).toBe(404)
  await assess()
  await office(at, { form: {} })
  await agree()
  expect((await office(path)).status).toBe(404)
})

test('the results of a large round come in pages of fifty tests', async () => {
  const { first, at } = await scene(51)
  const rowsOf = async (page: number) =>
    parse(await (await server.as(first)(`${at}?page=${page}`)).text()).querySelectorAll('a[href*="/holdouts/"]').map((link) => link.getAttribute('href'))
  const [one, two, three, far] = [await rowsOf(1), await rowsOf(2), await rowsOf(3), await rowsOf(9)]
  expect([one.length, two.length, three.length]).toEqual([50, 50, 2])
  expect(new Set([...one, ...two, ...three]).size).toBe(102)
  expect(far).toEqual(three)
}, 60_000)
