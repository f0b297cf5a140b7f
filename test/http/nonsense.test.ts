/** Nonsense in queries and forms: every route says what is wrong, none answers with an error of ours. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startWorld } from '../support/access.ts'
import { FIELDS, QUERIES, addressOf, askersOf, long, mixed, mustBeSaid, patternsOf } from '../support/nonsense.ts'

let world: Awaited<ReturnType<typeof startWorld>>
let asker: ReturnType<typeof askersOf>
beforeAll(async () => {
  world = await startWorld()
  asker = askersOf(world)
}, 60_000)
afterAll(() => world.server.stop())

const patient = { timeout: 60_000 }

async function getAll(query: string): Promise<void> {
  for (const pattern of patternsOf(world, 'GET')) {
    const path = addressOf(world, pattern)
    const browser = await asker(pattern, path, 'GET')
    await mustBeSaid(await browser(`${path}?${query}`), `GET ${pattern}?${query.slice(0, 200)}`)
  }
}

test.each([0, 1, 2])('no page stumbles over junk in its address, mixture %i', patient, async (shift) => {
  await getAll(new URLSearchParams(mixed(QUERIES, shift)).toString())
})

test.each(['page=1&page=2&text=a&text=b&page[]=1', 'text=%F0%9F', `=&&&text=${'%25'.repeat(300)}`, 'done=__proto__&show=constructor&page=1.01&before=x'])('nor over the query %s', patient, getAll)

test.each(['x', '%F0%9F%8C%B7', "'%25", 'x'.repeat(2_000)])('an id that is %s is not found, whatever is asked of it', patient, async (id) => {
  for (const method of ['GET', 'POST'] as const) {
    for (const pattern of patternsOf(world, method).filter((one) => one.includes(':'))) {
      const path = pattern.replace(/:\w+/g, id)
      const response = await (await asker(pattern, path, method))(path, method === 'POST' ? { form: {} } : {})
      await mustBeSaid(response, `${method} ${pattern}`)
      expect(response.status, `${method} ${pattern}`).not.toBe(200)
    }
  }
})

type Sent = Parameters<Awaited<ReturnType<typeof asker>>>[1]

async function postAll(sent: Sent): Promise<void> {
  for (const pattern of patternsOf(world, 'POST')) {
    const path = addressOf(world, pattern)
    const browser = await asker(pattern, path, 'POST')
    await mustBeSaid(await browser(path, sent), `POST ${pattern}`)
  }
}

test.each([0, 1, 2])('no form stumbles over junk in its fields, mixture %i', patient, (shift) => postAll({ form: mixed(FIELDS, shift) }))

test('nor over fields that are much too long, or sent twice', patient, async () => {
  await postAll({ form: Object.fromEntries(FIELDS.map((name) => [name, long])) })
  await postAll({ form: Object.fromEntries(FIELDS.map((name) => [name, ['a', 'b']])) })
})

test.each([
  ['application/json', '{"name":{"$gt":""}}'], ['', ''], ['application/x-www-form-urlencoded', '%E0%A4%A=%&&=&__proto__=1&name[a][b]=c'],
  ['multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data; name="name"; filename="a.txt"\r\n\r\nfile\r\n--x--\r\n'],
  ['multipart/form-data; boundary=x', '--x\r\nbroken'],
])('nor over a body of %s that holds %j', patient, async (type, body) => {
  await postAll({ method: 'POST', headers: type === '' ? {} : { 'Content-Type': type }, body: type === '' ? null : body })
})

test.each(['Özgür Şahin', 'عبد الله', 'Ana María O’Neill-van ’t Hof', '李小龍', 'e\u0301\u0302\u0323', '👩‍👩‍👧', '\u202eomgekeerd'])('the name %j is kept exactly, mark for mark', async (name) => {
  const staff = world.server.as(world.people.staff)
  const email = `${[...name].map((sign) => sign.codePointAt(0)?.toString(36)).join('')}@voorbeeld.nl`.slice(-60)
  const sent = await staff('/staff/people/new', { form: { name, email, language: 'nl' } })
  expect(sent.status).toBe(303)
  const details = await (await staff(`${sent.headers.get('Location')}/details`)).text()
  expect(details).toContain(`value="${name}"`)
})

test.each([
  ['/staff/people/new', { name: 'a\0b', email: 'nul@voorbeeld.nl', language: 'nl' }],
  ['/staff/rounds/new', { name: 'a\0b' }],
])('a NUL character in %s is refused by its name, and the rest is kept', async (path, form) => {
  const sent = await world.server.as(world.people.staff)(path, { form })
  expect(sent.status).toBe(422)
  const text = await sent.text()
  expect(text).toContain('onzichtbaar NUL-teken')
  expect(text).toContain('value="ab"')
})
