import { serve } from '@hono/node-server'
import { AxeBuilder } from '@axe-core/playwright'
import { test } from 'vitest'
import { task } from '../../db/schema/grading.ts'
import { assignAssessors, setPassMark, assignTasks } from '../../src/grading/actions.ts'
import { proposeRelease, agreeRelease } from '../../src/results/actions.ts'
import { previewOf } from '../../src/results/preview.ts'
import { signed } from '../../src/http/session.ts'
import { sessionCookie } from '../../src/identity/auth.ts'
import { startApp, openSession } from '../support/app.ts'
import { startBrowser } from '../support/browser.ts'
import { aCandidate, AFTER, anAssessor, aRoundToAssess, aStaffMember, assessAll } from '../support/grading.ts'

test('look', async () => {
  const port = 39871
  const base = `http://127.0.0.1:${port}`
  const server = await startApp({ now: AFTER, config: { baseUrl: base } })
  const http = serve({ fetch: server.app.fetch, port, hostname: '127.0.0.1' })
  const browser = await startBrowser()
  if (typeof browser === 'string') throw new Error(browser)
  const made = await aRoundToAssess(server.db, 6)
  const [s1, s2, a1, a2] = [await aStaffMember(server.db, 'Ineke Bos'), await aStaffMember(server.db, 'Tim de Wit'), await anAssessor(server.db, 'Beoordelaar Een'), await anAssessor(server.db, 'Beoordelaar Twee')]
  const roundId = made.round.id
  await server.db.write((tx) => setPassMark(tx, { roundId, formId: made.forms[0].id, points: 2600, reason: null }, s1.id, AFTER))
  await server.db.write((tx) => assignAssessors(tx, { roundId, assessorIds: [a1.id, a2.id] }, s1.id, AFTER))
  await aCandidate(server.db, { name: 'Later', roundId, forms: made.forms })
  const work = (await server.db.read.select().from(task)).filter((one) => one.assessorId === a1.id && made.forms[0].questions.some((q) => q.id === one.questionId))
  const shot = async (person: { id: string }, path: string, name: string, width = 1280) => {
    const token = await openSession(server.db, person.id)
    const context = await browser.newContext({ viewport: { width, height: 900 } })
    await context.addCookies([{ name: sessionCookie(base), value: encodeURIComponent(signed(token, server.config.authSecret)), url: base }])
    const page = await context.newPage()
    page.on('console', (m) => { if (m.type() === 'error') console.log(name, m.text()) })
    await page.goto(base + path)
    await page.screenshot({ path: `/tmp/shot-${name}.png`, fullPage: true })
    const axe = await new AxeBuilder({ page }).analyze()
    for (const v of axe.violations) console.log(name, v.id, v.help, v.nodes.map((n) => n.html.slice(0, 160)).slice(0, 3))
    await context.close()
  }
  await shot(a1, '/assessor', 'front')
  await shot(a1, `/assessor/rounds/${roundId}/questions/${work[0]?.questionId}`, 'pile')
  await shot(a1, `/assessor/tasks/${work[0]?.id}`, 'task')
  await shot(a1, `/assessor/tasks/${work[0]?.id}`, 'task-small', 400)
  await shot(a1, `/assessor/tasks/${work[0]?.id}/conflict`, 'conflict')
  await shot(s1, `/staff/rounds/${roundId}/assessing`, 'assessing')
  await shot(s1, `/staff/rounds/${roundId}/release`, 'release-missing')
  await assessAll(server.db, { round: made.round, forms: made.forms, staffId: s1.id, assessorId: a1.id, passMark: 2500 })
  const rid = await server.db.write((tx) => proposeRelease(tx, roundId, s1.id, AFTER))
  await shot(s2, `/staff/rounds/${roundId}/release`, 'release')
  await shot(s2, `/staff/rounds/${roundId}/holdouts/${work[0]?.attemptId}`, 'holdout')
  await server.db.write((tx) => agreeRelease(tx, rid, s2.id, AFTER))
  await shot(made.people[0]?.person ?? s1, `/results/${made.people[0]?.attempts[0]?.id}`, 'result')
  await browser.close()
  http.close()
  await server.stop()
})

test('scale', async () => {
  const server = await startApp({ now: AFTER })
  const { db } = server
  const long = 'Een lang antwoord van een kandidaat. '.repeat(40)
  const made = await aRoundToAssess(db, 300, (q) => (q.type === 'open' ? { text: long + q.key, choice: [] } : { text: '', choice: ['a'] }))
  const [s1, s2, a1] = [await aStaffMember(db, 'A'), await aStaffMember(db, 'B'), await anAssessor(db, 'C')]
  const ids = [a1.id]
  for (let i = 0; i < 7; i++) ids.push((await anAssessor(db, `D${i}`)).id)
  const roundId = made.round.id
  const timed = async <T>(what: string, work: () => Promise<T>): Promise<T> => { const t = performance.now(); const r = await work(); console.log(what, Math.round(performance.now() - t), 'ms'); return r }
  await timed('assign', () => db.write((tx) => assignAssessors(tx, { roundId, assessorIds: ids }, s1.id, AFTER)))
  await timed('again', () => db.write((tx) => assignTasks(tx, roundId, s1.id, AFTER)))
  await timed('redistribute', () => db.write((tx) => assignTasks(tx, roundId, s1.id, AFTER, { redistribute: true })))
  await timed('preview', () => previewOf(db.read, roundId, AFTER))
  await timed('page front', async () => (await server.as(a1)('/assessor')).text())
  await timed('page front', async () => (await server.as(a1)('/assessor')).text())
  const [one] = await db.read.select().from(task)
  await timed('page task', async () => (await server.as({ id: one?.assessorId ?? '' })(`/assessor/tasks/${one?.id}`)).text())
  await timed('page task', async () => (await server.as({ id: one?.assessorId ?? '' })(`/assessor/tasks/${one?.id}`)).text())
  await timed('page assessing', async () => (await server.as(s1)(`/staff/rounds/${roundId}/assessing`)).text())
  await timed('score all', () => assessAll(db, { round: made.round, forms: made.forms, staffId: s1.id, assessorId: a1.id, passMark: 2500 }))
  await timed('page release', async () => (await server.as(s1)(`/staff/rounds/${roundId}/release`)).text())
  const rid = await timed('propose', () => db.write((tx) => proposeRelease(tx, roundId, s1.id, AFTER)))
  await timed('agree', () => db.write((tx) => agreeRelease(tx, rid, s2.id, AFTER)))
  await server.stop()
})
