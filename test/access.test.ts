/**
 * Who may ask what: every route of the application against everybody who can ask. A wrong role is 403, somebody
 * else's thing 404, and whoever is not signed in is sent to sign in. Forms are sent empty where access comes before
 * what is in them.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { askers, filled, formOf, startWorld } from './support/access.ts'
import type { Asker } from './support/access.ts'

/** What somebody gets. */
type Access = 'ok' | 'signIn' | 'forbidden' | 'notFound'

/**
 * One sign for each asker: `.` let in (whatever comes of it), `s` sign in first, `x` wrong role (403), `0` not theirs
 * (404), `-` not asked here.
 *
 *      nobody, candidate, another candidate, assessor, another assessor, staff, administrator
 */
const everybody = '.......'
/** Leads everybody to where one signs in. */
const leaving = 'sssssss'
const signedIn = 's......'
/** Comes before what ends all sessions but one's own. */
const itsAccount = 's.00000'
const candidates = 's..xxxx'
const itsCandidate = 's.0xxxx'
const itsCandidateAndStaff = 's.0xx.x'
const assessors = 'sxx..xx'
const itsAssessor = 'sxx.0xx'
const staff = 'sxxxx.x'
const office = 'sxxxx..'
const administrators = 'sxxxxx.'
/** Starts the demonstration afresh, and with it the world of this test. */
const notAsked = '-------'

const table: Readonly<Record<string, string>> = {
  'GET /healthz': everybody,
  'GET /readyz': everybody,
  'GET /assets/:file': everybody,
  'GET /': everybody,
  'GET /terms': everybody,
  'GET /privacy': everybody,
  'GET /accessibility': everybody,
  'POST /language': everybody,
  'GET /sign-in': everybody,
  'POST /sign-in': everybody,
  'GET /second-factor': everybody,
  'POST /second-factor': everybody,
  'GET /register': everybody,
  'POST /register': everybody,
  'GET /register/sent': everybody,
  'GET /verify-email': everybody,
  'POST /verify-email': everybody,
  'GET /forgot-password': everybody,
  'POST /forgot-password': everybody,
  'GET /reset-password': everybody,
  'POST /reset-password': everybody,
  'GET /magic-link': everybody,
  'POST /magic-link': everybody,
  'GET /magic-link/use': everybody,
  'POST /magic-link/use': everybody,
  'POST /webhooks/payments': everybody,
  'GET /demo/checkout/:ref': everybody,
  'POST /demo/checkout/:ref': everybody,
  'GET /verify': everybody,
  'GET /verify/:number': everybody,
  'GET /demo': everybody,
  'POST /demo/sign-in': everybody,
  'POST /demo/clock': everybody,
  'GET /demo/mail': everybody,
  'GET /demo/mail/:id': everybody,
  'GET /help': everybody,
  'GET /help/:guide': everybody,
  'GET /help/pictures/:file': everybody,

  'POST /sign-out': leaving,

  'POST /account/sessions/:id/revocation': itsAccount,

  'GET /account': signedIn,
  'POST /account': signedIn,
  'POST /account/password': signedIn,
  'POST /account/sessions': signedIn,
  'GET /account/second-factor': signedIn,
  'POST /account/second-factor': signedIn,
  'POST /account/second-factor/verification': signedIn,
  'POST /account/second-factor/removal': signedIn,
  'GET /signed-in-again': signedIn,
  'GET /practice': signedIn,
  'POST /practice/answers': signedIn,
  'POST /practice/answers/:questionId': signedIn,
  'POST /practice/bookmarks/:questionId': signedIn,
  'GET /practice/hand-in': signedIn,
  'POST /practice/hand-in': signedIn,
  'POST /practice/beginning': signedIn,

  'GET /enrolments': candidates,
  'GET /rounds/:id/enrolment': candidates,
  'POST /rounds/:id/enrolment': candidates,
  'GET /retakes': candidates,
  'POST /retakes': candidates,
  'GET /candidate': candidates,

  'GET /enrolments/:id': itsCandidate,
  'GET /enrolments/:id/start': itsCandidate,
  'POST /enrolments/:id/start': itsCandidate,
  'GET /enrolments/:id/start/confirmation': itsCandidate,
  'POST /enrolments/:id/start/confirmation': itsCandidate,
  'GET /enrolments/:id/start/now': itsCandidate,
  'POST /enrolments/:id/start/now': itsCandidate,
  'GET /enrolments/:id/declaration': itsCandidate,
  'POST /enrolments/:id/declaration': itsCandidate,
  'GET /orders/:id': itsCandidate,
  'POST /orders/:id/payments': itsCandidate,
  'GET /orders/:id/payments/:paymentId': itsCandidate,
  'GET /orders/:id/return': itsCandidate,
  'GET /enrolments/:id/tests': itsCandidate,
  'GET /attempts/:id': itsCandidate,
  'GET /attempts/:id/clock': itsCandidate,
  'POST /attempts/:id/answers': itsCandidate,
  'POST /attempts/:id/answers/:questionId': itsCandidate,
  'GET /attempts/:id/answers/:questionId/history': itsCandidate,
  'GET /attempts/:id/answers/:questionId/history/:revisionId': itsCandidate,
  'POST /attempts/:id/answers/:questionId/history/:revisionId': itsCandidate,
  'GET /attempts/:id/attachments/:key': itsCandidate,
  'POST /attempts/:id/bookmarks/:questionId': itsCandidate,
  'GET /attempts/:id/hand-in': itsCandidate,
  'POST /attempts/:id/hand-in': itsCandidate,
  'GET /attempts/:id/receipt': itsCandidate,
  'GET /attempts/:id/problem': itsCandidate,
  'POST /attempts/:id/problems': itsCandidate,
  'GET /enrolments/:id/calendar.ics': itsCandidate,
  'GET /results/:attemptId': itsCandidate,

  'GET /certificates/:id/pdf': itsCandidateAndStaff,

  'GET /assessor': assessors,

  'GET /assessor/rounds/:roundId/questions/:questionId': itsAssessor,
  'GET /assessor/tasks/:id': itsAssessor,
  'POST /assessor/tasks/:id/scores': itsAssessor,
  'GET /assessor/tasks/:id/attachments/:key': itsAssessor,
  'GET /assessor/tasks/:id/conflict': itsAssessor,
  'POST /assessor/tasks/:id/conflict': itsAssessor,

  'POST /staff/mails/:id/resend': staff,
  'GET /staff/people/:id/masterclasses': staff,
  'POST /staff/people/:id/masterclasses': staff,
  'POST /staff/people/:id/masterclasses/:recordId/withdrawal': staff,
  'GET /staff/papers': staff,
  'GET /staff/papers/:formId': staff,
  'GET /staff/papers/:formId/attachments/:key': staff,
  'POST /staff/papers/:formId/publication': staff,
  'GET /staff/rounds': staff,
  'GET /staff/rounds/new': staff,
  'POST /staff/rounds/new': staff,
  'GET /staff/rounds/:id/edit': staff,
  'POST /staff/rounds/:id/edit': staff,
  'POST /staff/rounds/:id/opening': staff,
  'POST /staff/rounds/:id/closing': staff,
  'GET /staff/enrolments/:id/move': staff,
  'POST /staff/enrolments/:id/move': staff,
  'GET /staff/payments': staff,
  'POST /staff/payments/:id/refund': staff,
  'POST /staff/payments/:id/refund-decision': staff,
  'GET /staff/people/:id/new-chance': staff,
  'POST /staff/people/:id/new-chance': staff,
  'POST /staff/people/:id/new-chance/withdrawal': staff,
  'GET /staff/enrolments/:id/cancellation': staff,
  'POST /staff/enrolments/:id/cancellation': staff,
  'GET /staff/rounds/:id/calling-off': staff,
  'POST /staff/rounds/:id/calling-off': staff,
  'GET /staff/attempts/:id': staff,
  'POST /staff/attempts/:id/voiding': staff,
  'POST /staff/attempts/:id/place': staff,
  'GET /staff/attempts/:id/extra-time': staff,
  'POST /staff/attempts/:id/extra-time': staff,
  'GET /staff/attempts/:id/reopening': staff,
  'POST /staff/attempts/:id/reopening': staff,
  'GET /staff/attempts/:id/closing': staff,
  'POST /staff/attempts/:id/closing': staff,
  'GET /staff/attempts/:id/late/:revisionId/acceptance': staff,
  'POST /staff/attempts/:id/late/:revisionId/acceptance': staff,
  'GET /staff/enrolments/:id/start': staff,
  'POST /staff/enrolments/:id/start': staff,
  'GET /staff/incidents': staff,
  'POST /staff/incidents/confirmation': staff,
  'POST /staff/incidents': staff,
  'GET /staff/problems': staff,
  'GET /staff/problems/notice': staff,
  'GET /staff/problems/:id': staff,
  'POST /staff/problems/:id/answer': staff,
  'GET /staff/rounds/:id/board': staff,
  'GET /receipts': staff,
  'GET /receipts/:code': staff,
  'GET /staff/people/:id/accommodation': staff,
  'POST /staff/people/:id/accommodation': staff,
  'GET /staff/rounds/:id/assessing': staff,
  'POST /staff/rounds/:id/assessors': staff,
  'POST /staff/rounds/:id/tasks': staff,
  'POST /staff/rounds/:id/tasks/redistribution': staff,
  'POST /staff/rounds/:id/pass-marks': staff,
  'POST /staff/people/:id/conflicts': staff,
  'GET /staff/rounds/:id/release': staff,
  'POST /staff/rounds/:id/release': staff,
  'POST /staff/rounds/:id/release/:releaseId/withdrawal': staff,
  'GET /staff/rounds/:id/holdouts/:attemptId': staff,
  'POST /staff/rounds/:id/holdouts/:attemptId': staff,
  'POST /staff/rounds/:id/holdouts/:attemptId/ending': staff,
  'GET /staff/certificates/:id/revocation': staff,
  'POST /staff/certificates/:id/revocation': staff,
  'POST /staff/rounds/:id/release/:releaseId/agreement': staff,
  'GET /staff': staff,
  'GET /staff/rounds/:id': staff,
  'GET /staff/rounds/:id/candidates': staff,
  'GET /staff/people': staff,
  'GET /staff/people/new': staff,
  'POST /staff/people/new': staff,
  'GET /staff/people/:id': staff,
  'GET /staff/people/:id/details': staff,
  'POST /staff/people/:id/details': staff,
  'POST /staff/people/:id/invitation': staff,

  'GET /staff/audit': office,

  'GET /admin/accounts': administrators,
  'GET /admin/accounts/new': administrators,
  'POST /admin/accounts/new': administrators,
  'GET /admin/accounts/:id/roles': administrators,
  'POST /admin/accounts/:id/roles': administrators,
  'POST /admin/accounts/:id/invitation': administrators,
  'POST /admin/accounts/:id/second-factor/removal': administrators,

  'POST /demo/reset': notAsked,
}

const letters: Readonly<Record<string, Access>> = { '.': 'ok', s: 'signIn', x: 'forbidden', '0': 'notFound' }

/** What of the table applies to one asker; `undefined` when they do not ask. */
const expected = (row: string, asker: Asker): Access | undefined => letters[row.charAt(askers.indexOf(asker))]

function accessOf(response: Response): Access {
  const location = response.headers.get('Location') ?? ''
  if (response.status === 401 || (response.status === 303 && location.startsWith('/sign-in'))) return 'signIn'
  if (response.status === 403) return 'forbidden'
  return response.status === 404 ? 'notFound' : 'ok'
}

let world: Awaited<ReturnType<typeof startWorld>>
beforeAll(async () => {
  world = await startWorld()
}, 60_000)
afterAll(() => world.server.stop())

/** Middleware stands under every method; what is left are the routes. */
const routesOf = (): string[] => [
  ...new Set(world.server.app.routes.filter(({ method }) => method === 'GET' || method === 'POST').map(({ method, path }) => `${method} ${path}`)),
]

async function ask(route: string, asker: Asker): Promise<Response> {
  const [method = '', pattern = ''] = route.split(' ')
  const { server, people, things } = world
  // A session of its own for each question: signing out is one of them.
  const browser = asker === 'nobody' ? server.visitor() : server.as(people[asker])
  const path = filled(pattern, things)
  return method === 'GET' ? browser(path) : browser(path, { form: formOf(route) })
}

test('every route has its row, and every row its route', () => {
  const routes = routesOf()
  expect(routes.filter((route) => !(route in table)), 'routes without a row in the table of test/access.test.ts').toEqual([])
  expect(Object.keys(table).filter((route) => !routes.includes(route)), 'rows without a route').toEqual([])
})

test('nothing answers to another method than these', () => {
  const methods = new Set(world.server.app.routes.map(({ method }) => method))
  expect([...methods].filter((method) => !['GET', 'POST', 'ALL'].includes(method))).toEqual([])
})

describe('access', () => {
  test.each(Object.entries(table))('%s is %s', { timeout: 60_000 }, async (route, row) => {
    // Who is let in comes last: what they do must not decide what others see.
    const order = askers.toSorted((one, other) => Number(expected(row, one) === 'ok') - Number(expected(row, other) === 'ok'))
    for (const asker of order) {
      const access = expected(row, asker)
      if (access === undefined) continue
      const response = await ask(route, asker)
      expect({ asker, access: accessOf(response), status: response.status }).toEqual({ asker, access, status: response.status })
      expect(response.status, `${route} by ${asker}`).not.toBe(500)
    }
  })
})

test('assessors are let in nowhere but under /assessor, their own account and what everybody may read', () => {
  const rows = Object.entries(table).filter(([, row]) => expected(row, 'assessor') === 'ok' && ![everybody, signedIn].includes(row))
  expect(rows.map(([route]) => route).filter((route) => !/^(GET|POST) \/assessor(\/|$)/.test(route))).toEqual([])
})
