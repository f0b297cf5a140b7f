/** Nonsense in queries and forms, asked of every route by whoever is let in. */
import { expect } from 'vitest'
import { filled } from './access.ts'
import type { startWorld } from './access.ts'
import type { Browser, Fields } from './app.ts'

type World = Awaited<ReturnType<typeof startWorld>>

/** What people, browsers and programs put into fields. */
export const junk = [
  '', '   ', '-1', '1.01', '1e9', '999999999999999999999', 'abc', '2026-02-30', '0001-01-01', '9999-12-31', '24:00', '25:61',
  '👩‍👩‍👧 \u202eomgekeerd e\u0301\u0302', 'a\0b', "'; drop table round; --", '<script>alert(1)</script>', '../../etc/passwd', '__proto__',
] as const
export const long = 'x'.repeat(10_000)

/** What pages read from their address. */
export const QUERIES = ['page', 'text', 'show', 'person', 'round', 'before', 'number', 'done', 'next', 'token', 'startsOn', 'startsTime', 'given', 'question']

/** Every field that some form has. Forms take what is theirs and leave the rest. */
export const FIELDS = [
  'name', 'email', 'password', 'newPassword', 'currentPassword', 'code', 'secret', 'language', 'next', 'roles', 'invite', 'agree', 'declare', 'tests', 'roundId',
  'startsOn', 'startsTime', 'masterclass', 'basis', 'obtainedOn', 'grantedBy', 'reason', 'refund', 'way', 'status', 'note', 'windowFirstOn', 'windowLastOn',
  'workingHours', 'caseHours', 'reflectionHours', 'enrolmentOpensOn', 'enrolmentOpensTime', 'enrolmentClosesOn', 'enrolmentClosesTime', 'minimumCandidates',
  'maximumCandidates', 'assessingDueOn', 'seen', 'extraPercent', 'extraMinutes', 'assessorId', 'assessorIds', 'formId', 'after', 'points', 'sealId', 'comment',
  'finished', 'text', 'choice', 'window', 'heir', 'count', 'revision', 'marked', 'door', 'date', 'time', 'step', 'paper-x', 'level-x', 'id',
] as const

/** Each field with another piece of junk; another one again for another `shift`. */
export const mixed = (names: readonly string[], shift: number): Record<string, string> =>
  Object.fromEntries(names.map((name, index) => [name, junk[(index * 5 + shift) % junk.length] ?? '']))

/** Start the demonstration afresh, move its clock, or take away the session that asks next. */
const APART = ['/demo/reset', '/demo/clock', '/sign-out', '/account/sessions', '/account/sessions/:id/revocation']

export const patternsOf = ({ server }: World, method: 'GET' | 'POST'): string[] => [
  ...new Set(server.app.routes.filter((route) => route.method === method && !APART.includes(route.path)).map(({ path }) => path)),
]

/** An address of this route; with a thing that is not there where the world has none. */
export function addressOf({ things }: World, pattern: string): string {
  try {
    return filled(pattern, things)
  } catch {
    return pattern.replace(/:\w+/g, 'x')
  }
}

/** For each address somebody whom its role lets in, with one session for all they ask. */
export function askersOf({ server, people }: World): (pattern: string, path: string, method: 'GET' | 'POST') => Promise<Browser> {
  const browsers = [server.as(people.candidate), server.as(people.assessor), server.as(people.staff), server.as(people.administrator)] as const
  const known = new Map<string, Browser>()
  return async (pattern, path, method) => {
    const key = `${method} ${pattern}`
    const found = known.get(key)
    if (found !== undefined) return found
    for (const browser of browsers) {
      const { status } = await browser(path, method === 'POST' ? { form: {} } : {})
      if (status === 403) continue
      known.set(key, browser)
      return browser
    }
    return browsers[0]
  }
}

const STRANGE = /\bNaN\b|Invalid DateTime|\[object |\bundefined\b|\.tsx?:\d+/

/** Expects an answer that is no error of ours, without the traces of one that was hidden. */
export async function mustBeSaid(response: Response, what: string): Promise<void> {
  expect(response.status, what).toBeLessThan(500)
  if (!(response.headers.get('Content-Type') ?? '').startsWith('text/html')) return
  const text = (await response.text()).replace(/<[^>]*>/g, ' ')
  expect(STRANGE.exec(text)?.[0] ?? null, what).toBeNull()
}

/** Forms as they should be, so that one field that is nonsense reaches the rules and not only the parser. */
export const sound: Readonly<Record<string, Fields>> = {
  '/staff/rounds/new': {
    name: 'Ronde', note: 'Let op', windowFirstOn: '2027-03-01', windowLastOn: '2027-03-12', workingHours: '72', caseHours: '48', reflectionHours: '48',
    enrolmentOpensOn: '2027-01-01', enrolmentOpensTime: '09:00', enrolmentClosesOn: '2027-02-01', enrolmentClosesTime: '17:00',
    minimumCandidates: '1', maximumCandidates: '20', assessingDueOn: '2027-04-01',
  },
  '/staff/people/new': { name: 'Iemand', email: 'iemand@voorbeeld.nl', language: 'nl', invite: 'on' },
  '/staff/people/:id/details': { name: 'Iemand', email: 'ander@voorbeeld.nl', language: 'nl' },
  '/staff/people/:id/masterclasses': { masterclass: '2', basis: 'A', obtainedOn: '2026-01-01', grantedBy: 'Registerplein' },
  '/staff/people/:id/accommodation': { extraPercent: '20', extraMinutes: '30' },
  '/staff/people/:id/new-chance': { reason: 'Ziek' },
  '/staff/enrolments/:id/move': { roundId: 'x' },
  '/staff/rounds/:id/calling-off': { way: 'move', roundId: 'x' },
  '/retakes': { tests: 'both', roundId: 'x', agree: 'on' },
  '/enrolments/:id/start': { startsOn: '2026-11-21', startsTime: '09:00' },
  '/enrolments/:id/start/confirmation': { startsOn: '2026-11-21', startsTime: '09:00' },
  '/account': { name: 'Iemand', language: 'nl' },
}
