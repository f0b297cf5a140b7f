import { parse } from 'node-html-parser'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { HOUR, MINUTE } from '../../src/clock.ts'
import { voidAttempt } from '../../src/delivery/exceptions.ts'
import { acceptLate } from '../../src/delivery/interventions.ts'
import { listUncounted } from '../../src/delivery/queries.ts'
import { boardShows } from '../../src/overview/board-line-queries.ts'
import { readBoard } from '../../src/overview/board-queries.ts'
import type { BoardShow } from '../../src/overview/board-line-queries.ts'
import { startApp } from '../support/app.ts'
import { aPerson, aRound, anEnrolment, NOW, thePapers } from '../support/builders.ts'
import { aStaffMember } from '../support/grading.ts'
import { listening } from '../support/listening.ts'
import { aSitter, attemptRow, sealDue } from '../support/supervision.ts'

let server: Awaited<ReturnType<typeof startApp>>
let staff: { id: string }
let roundId: string
let forms: readonly string[]
beforeEach(async () => {
  server = await startApp()
  staff = await aStaffMember(server.db, 'Marieke Bureau')
  forms = await thePapers(server.db)
  roundId = (await aRound(server.db, forms)).id
})
afterEach(() => server.stop())

const sitter = (name: string, startsAt = NOW) => aSitter(server.db, { forms, roundId, name, startsAt })
const board = (show: BoardShow = 'all', text = '', page = 1) => readBoard(server.db.read, { roundId, show, text, page }, server.clock.now())
const says = async (path: string) => parse(await (await server.as(staff)(path)).text()).text.replace(/[\s\u00a0]+/g, ' ')

test('says of every test where it stands, when something was last saved, and how much is answered', async () => {
  const writer = await sitter('Anna Schrijft')
  const quiet = await sitter('Bram Stil')
  const done = await sitter('Cato Klaar')
  await sitter('Daan Dicht')
  await anEnrolment(server.db, (await aPerson(server.db, { name: 'Emma Later' })).id, roundId, { startsAt: NOW + 5 * HOUR })
  await anEnrolment(server.db, (await aPerson(server.db, { name: 'Fien Kiest' })).id, roundId, { startsAt: null })
  await aSitter(server.db, { forms, name: 'Gijs Elders' })
  await quiet.save('even niets', NOW)
  server.clock.forward(40 * MINUTE)
  await writer.save('net nog', server.clock.now())
  await done.save('tot het laatst', server.clock.now())
  await done.handIn(server.clock.now())
  const { figures, lines, pages } = await board()
  expect(figures).toEqual({ total: 9, found: 9, planned: 1, unopened: 5, quiet: 1, writing: 1, sealed: 1, neverSignedIn: 3, problem: 0 })
  expect(pages).toBe(1)
  const of = (name: string) => lines.filter((line) => line.name === name).map(({ kind, state, lastSaveAt, answered, questions }) => [kind, state, lastSaveAt, answered, questions])
  expect(of('Anna Schrijft')).toEqual([['case', 'writing', server.clock.now(), 1, 16], ['reflection', 'unopened', null, 0, 6]])
  expect(of('Bram Stil')[0]).toEqual(['case', 'quiet', NOW, 1, 16])
  expect(of('Cato Klaar')).toEqual([['reflection', 'unopened', null, 0, 6], ['case', 'sealed', server.clock.now(), 1, 16]])
  expect(of('Emma Later')).toEqual([[null, 'planned', null, 0, 0]])
  expect(of('Fien Kiest')).toEqual([])
  expect(lines.at(-1)?.state).toBe('sealed')
})

test('half an hour without a save stands out, to the millisecond; a save makes it ordinary again', async () => {
  const one = await sitter('Bram Stil')
  await one.save('eerste', NOW)
  server.clock.forward(30 * MINUTE - 1)
  expect((await board('quiet')).figures.quiet).toBe(0)
  server.clock.forward(1)
  expect((await board('quiet')).lines.map(({ name }) => name)).toEqual(['Bram Stil'])
  await one.save('tweede', server.clock.now())
  expect((await board()).figures).toMatchObject({ quiet: 0, writing: 1 })
})

test('a save that was not noted in the attempt counts all the same', async () => {
  const one = await sitter('Bram Stil')
  await one.save('eerste', NOW)
  await one.save('tweede', NOW + 4 * MINUTE)
  expect((await attemptRow(server.db, one.attemptId)).busyAt).toBe(NOW)
  for (const [minutes, quiet] of [[29, 0], [33, 0], [34, 1], [36, 1], [200, 1]] as const) {
    const { figures } = await readBoard(server.db.read, { roundId, show: 'all', text: '', page: 1 }, NOW + minutes * MINUTE)
    expect([minutes, figures.quiet]).toEqual([minutes, quiet])
  }
})

test('a text that came without the page having been opened leaves its test unopened, and is counted once', async () => {
  const one = await sitter('Daan Dicht')
  await one.arrive('zonder pagina', NOW)
  for (const minutes of [1, 33, 60]) {
    const { figures, lines } = await readBoard(server.db.read, { roundId, show: 'all', text: '', page: 1 }, NOW + minutes * MINUTE)
    expect(figures).toMatchObject({ unopened: 2, writing: 0, quiet: 0 })
    expect(lines.map(({ state }) => state)).toEqual(['unopened', 'unopened'])
  }
})

test('is searched and paged in the database: by name, address and candidate number, fifty at a time', async () => {
  const people = []
  for (let number = 0; number < 30; number++) people.push(await sitter(`Kandidaat ${String(number).padStart(2, '0')}`))
  const first = await board()
  expect([first.lines.length, first.pages, first.figures.found]).toEqual([50, 2, 60])
  const second = await board('all', '', 2)
  expect(second.lines).toHaveLength(10)
  expect(new Set([...first.lines, ...second.lines].map(({ attemptId }) => attemptId)).size).toBe(60)
  expect((await board('all', 'kandidaat 07')).lines.map(({ name }) => name)).toEqual(['Kandidaat 07', 'Kandidaat 07'])
  expect((await board('all', people[3]?.person.email ?? '')).figures.found).toBe(2)
  expect((await board('all', people[4]?.number.toLowerCase() ?? '')).lines.map(({ candidateNumber }) => candidateNumber)).toEqual([people[4]?.number])
  const begun = (await board('all', people[4]?.number.slice(0, 6).replace('-', ' ').toLowerCase())).lines
  expect(begun.map(({ candidateNumber }) => candidateNumber), 'the beginning of a number, however it is typed').toEqual([people[4]?.number])
  expect((await board('all', '%')).figures.found).toBe(0)
  const tooFar = await says(`/staff/rounds/${roundId}/board?page=9`)
  expect(tooFar).toContain('Kandidaat 29')
})

test('a page runs on from tests under way to those to come to those handed in, and the pages together are all', async () => {
  for (let number = 0; number < 25; number++) await sitter(`Schrijft ${number}`)
  for (let number = 0; number < 7; number++) await (await sitter(`Klaar ${number}`)).handIn(NOW + MINUTE)
  for (let number = 0; number < 30; number++) {
    await anEnrolment(server.db, (await aPerson(server.db, { name: `Komt ${number}` })).id, roundId, { startsAt: NOW + (number + 1) * HOUR })
  }
  await anEnrolment(server.db, (await aPerson(server.db, { name: 'Net begonnen' })).id, roundId, { startsAt: NOW - MINUTE })
  const [first, second] = [await board(), await board('all', '', 2)]
  const lines = [...first.lines, ...second.lines]
  const order = lines.map(({ state }) => state)
  expect(order).toEqual([...Array<string>(58).fill('unopened'), ...Array<string>(30).fill('planned'), ...Array<string>(7).fill('sealed')])
  expect(lines[0]?.name).toBe('Net begonnen')
  expect(new Set(lines.map(({ enrolmentId, kind }) => `${enrolmentId} ${kind}`)).size).toBe(95)
  const planned = lines.filter(({ state }) => state === 'planned').map(({ enrolmentStartsAt }) => enrolmentStartsAt)
  expect(planned).toEqual(planned.toSorted((one, other) => one - other))
})

test('each choice shows what its figure counts; a voided test is left out', async () => {
  const one = await sitter('Anna Schrijft')
  const two = await sitter('Bram Stil')
  await one.save('iets', NOW)
  await two.handIn(NOW)
  await server.db.write((tx) => voidAttempt(tx, { attemptId: two.reflectionId, reason: 'ziek' }, staff.id, NOW))
  for (const show of boardShows) {
    const { figures, lines } = await board(show)
    expect(lines).toHaveLength(show === 'all' ? figures.total : figures[show])
  }
  expect((await board()).figures.total).toBe(3)
})

test('the page shows deadlines with what was given, who never signed in, and refreshes itself', async () => {
  const one = await sitter('Anna Schrijft')
  await server.as(staff)(`/staff/attempts/${one.attemptId}/extra-time`, { form: { minutes: '45', reason: 'Scherm' } })
  const page = parse(await (await server.as(staff)(`/staff/rounds/${roundId}/board`)).text())
  const text = page.text.replace(/[\s\u00a0]+/g, ' ')
  for (const told of ['Nog nooit ingelogd', '8 nov 2026, 10:45', '+45 min.', '0 van 16']) expect(text).toContain(told)
  const part = page.querySelector('#board')
  expect(part?.getAttribute('hx-trigger')).toBe('every 15s')
  expect(part?.getAttribute('hx-swap')).toBe('outerMorph')
  const fragment = { headers: { 'HX-Request': 'true', 'If-None-Match': part?.getAttribute('data-etag') ?? '' } }
  const address = part?.getAttribute('hx-get') ?? ''
  expect((await server.as(staff)(address, fragment)).status).toBe(304)
  server.clock.forward(10 * MINUTE)
  expect((await server.as(staff)(address, fragment)).status).toBe(304)
  await one.save('iets', server.clock.now())
  const fresh = await server.as(staff)(address, fragment)
  expect(fresh.status).toBe(200)
  expect(await fresh.text()).not.toContain('<html')
})

test('whoever cannot read what moves stops the refreshing, and keeps it stopped while looking further', async () => {
  await sitter('Anna Schrijft')
  const ask = async (path: string) => parse(await (await server.as(staff)(path)).text())
  for (const [path, id] of [[`/staff/rounds/${roundId}/board?text=Anna`, 'board'], ['/staff/problems', 'problems'], ['/staff', 'problems-notice']] as const) {
    const going = await ask(path)
    expect(going.querySelector(`#${id}`)?.getAttribute('hx-trigger'), path).toBe('every 15s')
    const stop = going.querySelector(`#${id}-polling`)
    expect(stop?.text).toBe('Stop met verversen')
    const still = await ask(stop?.getAttribute('href') ?? '')
    expect(still.querySelectorAll('[hx-trigger], [hx-get]'), path).toHaveLength(0)
    expect(still.querySelector(`#${id}-polling`)?.text).toBe('Weer verversen')
    const again = await ask(still.querySelector(`#${id}-polling`)?.getAttribute('href') ?? '')
    expect(again.querySelector(`#${id}`)?.getAttribute('hx-trigger'), path).toBe('every 15s')
  }
  const board = await ask(`/staff/rounds/${roundId}/board?still=1`)
  expect(board.querySelector('form.filters input[name=still]')).not.toBeNull()
  expect(board.querySelectorAll('.figures a').slice(1).every((link) => link.getAttribute('href')?.includes('still=1'))).toBe(true)
})

test('a test whose time is up is still to be sealed for a moment: then it is handed in', async () => {
  const one = await sitter('Anna Schrijft')
  await one.save('iets', NOW)
  server.clock.forward(73 * HOUR)
  await sealDue(server.db, server.clock.now())
  expect((await board()).figures).toMatchObject({ sealed: 2, quiet: 0, writing: 0 })
})

test('who never signed in is counted and can be looked for: no account of their own yet, and no test opened', async () => {
  const [never, , account] = [await sitter('Nooit Gezien'), await sitter('Net Begonnen').then((one) => one.save('iets', NOW)), await sitter('Heeft Account')]
  await server.as(account.person)('/candidate')
  await anEnrolment(server.db, (await aPerson(server.db, { name: 'Komt Nog' })).id, roundId, { startsAt: NOW + HOUR })
  const { figures, lines } = await board('neverSignedIn')
  expect(figures).toMatchObject({ neverSignedIn: 3, found: 3 })
  expect(lines.map(({ name }) => name)).toEqual(['Nooit Gezien', 'Nooit Gezien', 'Komt Nog'])
  const page = parse(await (await server.as(staff)(`/staff/rounds/${roundId}/board`)).text())
  expect(page.querySelector(`a[href="/staff/rounds/${roundId}/board?show=neverSignedIn"]`)?.text).toBe('Nog nooit ingelogd')
  await server.as(never.person)('/candidate')
  expect((await board()).figures.neverSignedIn).toBe(1)
})

test('a test that its deadline closed says so, apart from one that was handed in; a late text that counts changes nothing about that', async () => {
  const [one, two] = [await sitter('Anna Klaar'), await sitter('Bram Te Laat')]
  await one.handIn(NOW + HOUR)
  await server.db.write((tx) => voidAttempt(tx, { attemptId: one.reflectionId, reason: 'r' }, staff.id, NOW))
  await server.db.write((tx) => voidAttempt(tx, { attemptId: two.reflectionId, reason: 'r' }, staff.id, NOW))
  server.clock.forward(73 * HOUR)
  await sealDue(server.db, server.clock.now())
  await two.arrive('te laat', server.clock.now())
  const revisionId = (await listUncounted(server.db.read, two.attemptId))[0]?.id ?? ''
  const closed = async () => (await board('sealed')).lines.map(({ name, closedBy }) => [name, closedBy])
  expect(await closed()).toEqual([['Anna Klaar', 'candidate'], ['Bram Te Laat', 'deadline']])
  await server.db.write((tx) => acceptLate(tx, { attemptId: two.attemptId, revisionId, reason: 'r' }, staff.id, server.clock.now()))
  expect(await closed()).toEqual([['Anna Klaar', 'candidate'], ['Bram Te Laat', 'deadline']])
  const rows = parse(await (await server.as(staff)(`/staff/rounds/${roundId}/board`)).text()).querySelectorAll('#board tbody tr').map(({ text }) => text)
  expect(rows.find((row) => row.includes('Anna Klaar'))).toMatch(/[^ ]*Ingeleverd/)
  expect(rows.find((row) => row.includes('Anna Klaar'))).not.toContain('Automatisch')
  expect(rows.find((row) => row.includes('Bram Te Laat'))).toContain('Automatisch ingeleverd')
})

test('the board asks four questions beside the round’s, however many sit', async () => {
  const questions = async (path: string, headers: Record<string, string> = {}) => {
    const { db, heard } = listening(server.db.read)
    const other = await startApp({ db: { ...server.db, read: db, write: server.db.write, close: async () => undefined } })
    const response = await other.as(staff)(path, { headers })
    expect(response.status).toBe(200)
    return heard.filter((said) => !said.includes('"session"'))
  }
  await sitter('Kandidaat 0')
  const path = `/staff/rounds/${roundId}/board`
  const few = await questions(path)
  expect(few.map((said) => /count\(\*\) filter|"shown"|from "round"|from "problem_report" cross/.exec(said)?.[0])).toEqual(['from "round"', 'count(*) filter', 'count(*) filter', 'from "problem_report" cross', '"shown"'])
  for (let number = 1; number < 8; number++) await (await sitter(`Kandidaat ${number}`)).save('iets', NOW)
  expect(await questions(path)).toEqual(few)
  expect(await questions(path, { 'HX-Request': 'true' })).toEqual(few)
})
