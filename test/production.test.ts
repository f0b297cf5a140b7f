/** The real program as it runs for real: started with `NODE_ENV=production`, a database, a mail server, real secrets. */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { runCli } from '../src/cli.ts'
import { startPostOffice } from './mail/post-office.ts'
import type { PostOffice } from './mail/post-office.ts'
import { freshPlace } from './support/database.ts'
import type { Place } from './support/database.ts'

const SITE = 'https://toetsen.voorbeeld.nl'
const EMAIL = 'anneke.beheer@voorbeeld.nl'

let place: Place
let post: PostOffice
let program: ChildProcess | undefined
beforeEach(async () => {
  place = await freshPlace()
  post = await startPostOffice()
})
afterEach(async () => {
  if (program?.exitCode === null && program.signalCode === null) {
    program.kill('SIGKILL')
    await once(program, 'exit')
  }
  await post.close()
  await place.remove()
})

const settings = () => ({
  NODE_ENV: 'production', DATABASE_URL: place.url, PORT: '0', HOST: '127.0.0.1', BASE_URL: SITE, SMTP_URL: post.url,
  AUTH_SECRET: randomBytes(32).toString('base64'), MOLLIE_API_KEY: 'live_aB3dE6gH9jK2mN5pQ8sT1vW4',
  OFFICE_EMAIL: 'toetsbureau@voorbeeld.nl', OFFICE_PHONE: '000 000 00 00',
})

/** Starts the program. @returns its port once it listens, and all it has printed so far */
async function start(env: Record<string, string>) {
  const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', main], { env: { PATH: process.env['PATH'], ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  program = child
  let said = ''
  const port = await new Promise<number>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      said += chunk.toString()
      const [, found] = /"port":(\d+)/.exec(said) ?? []
      if (found !== undefined) resolve(Number(found))
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.once('exit', () => reject(new Error(`it ended: ${said}`)))
  })
  return { child, base: `http://127.0.0.1:${port}`, said: () => said }
}

const form = (fields: Record<string, string>, cookie = '') => ({
  method: 'POST', redirect: 'manual' as const, headers: { Origin: SITE, ...(cookie === '' ? {} : { Cookie: cookie }) }, body: new URLSearchParams(fields),
})

test('with real secrets it starts: no demonstration, secure cookies, strict transport, mail over SMTP', { timeout: 120_000 }, async () => {
  const env = settings()
  const printed: string[] = []
  const args = ['user', 'create', '--name', 'Anneke Beheer', '--email', EMAIL, '--role', 'administrator']
  expect(await runCli(args, env, (line) => printed.push(line), (line) => printed.push(line)), printed.join('\n')).toBe(0)
  const link = new URL(printed.find((line) => line.startsWith(SITE)) ?? '')
  const { child, base, said } = await start(env)

  for (const path of ['/demo', '/demo/mail', '/demo/mail/x', '/demo/checkout/x']) expect((await fetch(base + path)).status, path).toBe(404)
  for (const path of ['/demo/sign-in', '/demo/clock', '/demo/reset', '/demo/checkout/x']) {
    expect((await fetch(base + path, form({ door: 'staffOne', step: 'hour', status: 'paid' }))).status, path).toBe(404)
  }
  const home = await fetch(base)
  expect(home.headers.get('Strict-Transport-Security')).toContain('max-age=')
  expect(await home.text()).not.toMatch(/demonstratie|\/demo/)
  expect((await fetch(`${base}/readyz`)).status).toBe(200)

  const password = 'een lange zin met woorden'
  await expect.poll(() => post.accepted.length, { timeout: 30_000 }).toBeGreaterThan(0)
  expect(post.accepted[0]?.text).toContain(link.href)
  const chosen = await fetch(base + link.pathname, form({ token: link.searchParams.get('token') ?? '', password }))
  expect(chosen.status).toBe(303)
  const signedIn = await fetch(`${base}/sign-in`, form({ email: EMAIL, password }))
  expect(signedIn.status).toBe(303)
  const cookies = signedIn.headers.getSetCookie()
  expect(cookies.length).toBeGreaterThan(0)
  for (const line of cookies) for (const sign of [/;\s*Secure/i, /;\s*HttpOnly/i, /;\s*SameSite=Lax/i]) expect(line).toMatch(sign)
  const cookie = cookies.map((line) => line.split(';')[0]).join('; ')
  const account = await fetch(`${base}/admin/accounts`, { redirect: 'manual', headers: { Cookie: cookie } })
  expect(account.headers.get('Location'), 'the second factor first').toBe('/account/second-factor')

  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  expect(await ended).toEqual([0, null])
  expect(said().toLowerCase()).not.toMatch(/anneke|voorbeeld\.nl|token=|lange zin/)
  for (const secret of [env.AUTH_SECRET, env.MOLLIE_API_KEY, EMAIL]) expect(said()).not.toContain(secret)
})

// What else stops the start is in test/config.test.ts; here it is the process that ends.
test.each([['AUTH_SECRET', 'change-me-change-me-change-me-change-me'], ['DEMO', 'true']])('with %s=%s it does not start, and names the setting', { timeout: 60_000 }, async (name, value) => {
  const problem = await start({ ...settings(), [name]: value }).then(() => '', String)
  expect(problem).toContain(`- ${name} `)
  expect(problem).not.toContain('change-me')
})
