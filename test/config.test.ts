import { describe, expect, test } from 'vitest'
import { ConfigError, describeSettings, readConfig } from '../src/config.ts'

const production = {
  NODE_ENV: 'production',
  AUTH_SECRET: 'q7Zr0mTnVb3xKsLdWf8yHcJe5uPaGi2o',
  MOLLIE_API_KEY: 'live_aB3dE6gH9jK2mN5pQ8sT1vW4',
  SMTP_URL: 'smtps://user:pw@mail.example.org',
  BASE_URL: 'https://toetsen.example.org',
  OFFICE_EMAIL: 'toetsbureau@bcmb.example',
  OFFICE_PHONE: '+31 (0)20-000 00 00',
}

const problemsOf = (env: Record<string, string | undefined>): readonly string[] => {
  try {
    readConfig(env)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
}

test('nothing set is a demonstration on this machine alone', () => {
  expect(readConfig({})).toMatchObject({
    environment: 'development', host: '127.0.0.1', port: 3000, baseUrl: 'http://localhost:3000', databaseUrl: undefined, demo: true,
    graceSeconds: 60, logLevel: 'info', trustProxy: false, smtpUrl: undefined, mollieApiKey: undefined,
  })
})

test('an empty setting counts as not set', () => {
  expect(readConfig({ PORT: '', DEMO: '', AUTH_SECRET: '' })).toEqual(readConfig({}))
})

test('production with everything it needs starts, without a demonstration', () => {
  expect(readConfig(production)).toMatchObject({ environment: 'production', demo: false, host: '0.0.0.0', baseUrl: 'https://toetsen.example.org' })
})

describe('production does not start', () => {
  test.each(['AUTH_SECRET', 'MOLLIE_API_KEY', 'SMTP_URL', 'BASE_URL', 'OFFICE_EMAIL', 'OFFICE_PHONE'])('without %s, and names it', (name) => {
    expect(problemsOf({ ...production, [name]: undefined })).toEqual([`${name} must be set in production`])
  })

  test('without anything: every setting that is missing is named at once', () => {
    expect(problemsOf({ NODE_ENV: 'production' })).toHaveLength(6)
  })

  test.each([
    ['short', 'AUTH_SECRET must be 32 characters or more'],
    ['a'.repeat(40), 'AUTH_SECRET is too easy to guess'],
    ['this secret is known to everybody and only for development', 'AUTH_SECRET is too easy to guess'],
    ['change-me-0123456789-abcdefghijklmnop', 'AUTH_SECRET is too easy to guess'],
  ])('with the weak secret %s', (secret, problem) => {
    const problems = problemsOf({ ...production, AUTH_SECRET: secret })
    expect(problems).toHaveLength(1)
    expect(problems[0]).toContain(problem)
    expect(problems[0], 'the secret itself is not told').not.toContain(secret)
  })

  test('without https', () => {
    expect(problemsOf({ ...production, BASE_URL: 'http://toetsen.example.org' })).toEqual(['BASE_URL must begin with https:// in production'])
  })

  test('as a demonstration', () => {
    expect(problemsOf({ ...production, DEMO: 'true' })).toEqual(['DEMO cannot be true in production'])
  })
})

test.each([
  ['NODE_ENV', 'prod'], ['PORT', 'abc'], ['PORT', '70000'], ['PORT', '-1'], ['PORT', '3000.5'], ['HOST', 'a b'], ['BASE_URL', 'toetsen.example.org'],
  ['BASE_URL', 'https://example.org/toetsen'], ['BASE_URL', 'ftp://example.org'], ['DATABASE_URL', 'mysql://root@localhost/x'],
  ['DATABASE_URL', 'postgres://'], ['AUTH_SECRET', 'short'], ['SMTP_URL', 'mail.example.org'], ['MAIL_FROM', 'no address'],
  ['MAIL_FROM', 'A <a@b.nl>\r\nBcc: c@d.nl'], ['MOLLIE_API_KEY', 'key'], ['MOLLIE_ENDPOINT', 'nowhere'], ['MOLLIE_ENDPOINT', 'http://api.example.org'], ['DEMO', 'yes'],
  ['OFFICE_EMAIL', 'toetsbureau'],
  ['OFFICE_PHONE', 'bel ons'], ['OFFICE_HOURS', 'overdag'], ['OFFICE_HOURS', 'mon-thu 25:00-26:00'], ['GRACE_SECONDS', '1e3'], ['GRACE_SECONDS', '99999'], ['LOG_LEVEL', 'loud'], ['TRUST_PROXY', '1'],
])('nonsense stops the start and names the setting: %s=%s', (name, value) => {
  const problems = problemsOf({ [name]: value })
  expect(problems.length).toBeGreaterThan(0)
  expect(problems.every((problem) => problem.startsWith(`${name} `))).toBe(true)
})

test.each(['data/x.sqlite', 'file:data/x.sqlite', '/var/lib/x.sqlite', 'postgres://u:p@localhost:5432/x', 'postgresql://localhost/x'])(
  'a database may be at %s',
  (url) => {
    expect(readConfig({ DATABASE_URL: url }).databaseUrl).toBe(url)
  },
)

test('the address has no slash at its end, and follows the port where it is not set', () => {
  expect(readConfig({ BASE_URL: 'https://toetsen.example.org/' }).baseUrl).toBe('https://toetsen.example.org')
  expect(readConfig({ PORT: '4000' }).baseUrl).toBe('http://localhost:4000')
})

test('every setting says what it is for', () => {
  for (const { name, about, otherwise } of describeSettings()) {
    expect(about, name).not.toBe('')
    expect(otherwise, name).not.toBe('')
  }
})

test('the test office of the demonstration cannot be reached; that of production says its own hours, or none', () => {
  const hours = { firstDay: 1, lastDay: 4, from: '09:00', until: '16:00' }
  expect(readConfig({}).office).toEqual({ email: 'toetsbureau@example.org', phone: '000 000 00 00', hours })
  expect(readConfig(production).office).toEqual({ email: 'toetsbureau@bcmb.example', phone: '+31 (0)20-000 00 00', hours: null })
  expect(readConfig({ ...production, OFFICE_HOURS: 'wed 10:30-12:00' }).office.hours).toEqual({ firstDay: 3, lastDay: 3, from: '10:30', until: '12:00' })
})
