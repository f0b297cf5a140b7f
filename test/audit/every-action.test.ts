/**
 * Every change of state leaves its event: each route that changes something is asked once, as a plain form post, and
 * the log must say exactly what happened, by whom, when, and what was before and after.
 */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { checkChains } from '../../src/audit/actions.ts'
import { startApp } from '../support/app.ts'
import { assessing, releasing } from './assessing-steps.ts'
import { enrolments, newChance, sitting, unpaidPlace } from './candidate-steps.ts'
import { accountsAndRoles, ownAccount, papersAndRounds, people } from './office-steps.ts'
import { incidents, supervising } from './round-steps.ts'
import { setStage } from './stage.ts'
import type { Stage } from './stage.ts'

/** What changes nothing of the association's, or has a history of its own. */
const WITHOUT_EVENT: Readonly<Record<string, string>> = {
  'POST /register': 'an account that nobody has proven yet',
  'POST /sign-in': 'a session',
  'POST /second-factor': 'a session',
  'POST /sign-out': 'a session',
  'POST /magic-link': 'a mail',
  'POST /magic-link/use': 'a session',
  'POST /forgot-password': 'a mail',
  'POST /account/second-factor': 'a secret that does not count yet',
  'POST /attempts/:id/answers': 'saves have their history',
  'POST /attempts/:id/answers/:questionId': 'saves have their history',
  'POST /attempts/:id/answers/:questionId/history/:revisionId': 'saves have their history',
  'POST /attempts/:id/bookmarks/:questionId': 'a mark in the margin',
  'POST /enrolments/:id/start': 'leads to the confirmation',
  'POST /practice/answers': 'nothing follows from practising',
  'POST /practice/answers/:questionId': 'nothing follows from practising',
  'POST /practice/beginning': 'nothing follows from practising',
  'POST /practice/bookmarks/:questionId': 'nothing follows from practising',
  'POST /practice/hand-in': 'nothing follows from practising',
  'POST /demo/checkout/:ref': 'the bank of the demonstration',
  'POST /demo/clock': 'the demonstration',
  'POST /demo/reset': 'the demonstration',
  'POST /demo/sign-in': 'the demonstration',
}

const asked = new Set<string>()
let stage: Stage
beforeEach(async () => {
  stage = await setStage(await startApp({ demo: true }), asked)
})
afterEach(async () => {
  expect(await checkChains(stage.app.db.read)).toEqual([])
  await stage.app.stop()
})

test('one’s own account', () => ownAccount(stage))
test('accounts and roles', () => accountsAndRoles(stage))
test('people, their masterclasses and their mails', () => people(stage))
test('papers and rounds', () => papersAndRounds(stage))
test('enrolling, paying, choosing, moving, cancelling', () => enrolments(stage))
test('a place that nobody pays', () => unpaidPlace(stage))
test('a new chance after a final result', () => newChance(stage))
test('sitting, handing in, voiding, giving a chance back', () => sitting(stage))
test('what the office does while somebody writes', () => supervising(stage))
test('an outage, and a start that is moved', () => incidents(stage))
test('assessing', () => assessing(stage))
test('releasing, certificates, retakes', () => releasing(stage))

test('every route that changes something was asked here', () => {
  const routes = new Set(stage.app.app.routes.filter(({ method }) => method === 'POST').map(({ method, path }) => `${method} ${path}`))
  expect([...routes].filter((route) => !asked.has(route) && !(route in WITHOUT_EVENT)), 'ask it, and say which events it leaves').toEqual([])
})
