import { parse } from 'node-html-parser'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { listEnrolmentAttempts } from '../../src/delivery/queries.ts'
import { startApp } from '../support/app.ts'
import { aPerson, aRound, anEnrolment, NOW, thePapers } from '../support/builders.ts'

let server: Awaited<ReturnType<typeof startApp>>
let me: Awaited<ReturnType<typeof aPerson>>
let formId: string
let attemptId: string

beforeEach(async () => {
  server = await startApp({ demo: true })
  const forms = await thePapers(server.db)
  formId = forms[0]
  me = await aPerson(server.db)
  const round = await aRound(server.db, forms)
  const { id } = await anEnrolment(server.db, me.id, round.id, { startsAt: NOW })
  await server.as(me)(`/enrolments/${id}/tests`)
  attemptId = (await listEnrolmentAttempts(server.db.read, id)).find(({ attempt }) => attempt.kind === 'case')?.attempt.id ?? ''
})
afterEach(() => server.stop())

test('the picture of the case stands in the page with its description, and comes as what it is', async () => {
  const page = parse(await (await server.as(me)(`/attempts/${attemptId}`)).text())
  const picture = page.querySelector('.sitting-case img')
  expect(picture?.getAttribute('src')).toBe(`/attempts/${attemptId}/attachments/netwerkkaart`)
  expect(picture?.getAttribute('alt')).toContain('Emre en zijn moeder Sevda')
  const file = await server.as(me)(`/attempts/${attemptId}/attachments/netwerkkaart`)
  expect(file.headers.get('Content-Type')).toBe('image/png')
  expect(file.headers.get('X-Content-Type-Options')).toBe('nosniff')
  expect(file.headers.get('Cache-Control')).toBe('private, no-cache')
  expect([...new Uint8Array(await file.arrayBuffer()).slice(1, 4)]).toEqual([0x50, 0x4e, 0x47])
})

test('a browser that has it already is told so, and asks every time', async () => {
  const path = `/attempts/${attemptId}/attachments/netwerkkaart`
  const etag = (await server.as(me)(path)).headers.get('ETag') ?? ''
  expect((await server.as(me)(path, { headers: { 'If-None-Match': etag } })).status).toBe(304)
})

test('it is for this candidate alone, and for the office where it reads the case', async () => {
  const other = await aPerson(server.db)
  expect((await server.as(other)(`/attempts/${attemptId}/attachments/netwerkkaart`)).status).toBe(404)
  expect((await server.as(me)(`/attempts/${attemptId}/attachments/anders`)).status).toBe(404)
  const staff = await aPerson(server.db, { candidateSince: null, staffSince: NOW })
  const page = await (await server.as(staff)(`/staff/attempts/${attemptId}`)).text()
  expect(page).toContain(`/staff/papers/${formId}/attachments/netwerkkaart`)
  expect((await server.as(staff)(`/staff/papers/${formId}/attachments/netwerkkaart`)).headers.get('Content-Type')).toBe('image/png')
})
