import { Hono } from 'hono'
import { encode } from 'uqr'
import { AccountPage } from '../../views/identity/account.tsx'
import { BackupCodesPage, ScanPage, SecondFactorPage } from '../../views/identity/second-factor.tsx'
import type { QrCode } from '../../views/identity/second-factor.tsx'
import { paths } from '../../views/paths.ts'
import { record } from '../audit/actions.ts'
import { wallClock } from '../clock.ts'
import type { Ctx, Env } from '../http/env.ts'
import { emptyForm, submit } from '../http/form.ts'
import { here, page, viewerOf } from '../http/reply.tsx'
import type { Form } from '../http/typed.ts'
import type { Key } from '../language/translate.ts'
import { changeDetails, endOtherSessions, endSession } from './actions.ts'
import { headersOf, setCookies, tryPassword } from './desk.ts'
import type { Desk } from './desk.ts'
import { deviceOf } from './devices.ts'
import { ConfirmForm, DetailsForm, PasswordForm, SetupForm } from './forms.ts'
import { needsSecondFactor } from './identity.ts'
import { findAccount, findPasswordHash, getPerson, listSessions } from './queries.ts'
import { beginSetup, finishSetup, setupAddress, switchOff } from './second-factor.ts'
import { changePassword } from './signing-in.ts'

/** What was done just now, by the word in the address. */
const DONE = new Map<string, Key>([
  ['details', 'identity.account.doneDetails'],
  ['password', 'identity.account.donePassword'],
  ['sessions', 'identity.account.doneSessions'],
  ['factor', 'identity.account.doneFactor'],
])

async function accountPage(c: Ctx, forms: { details?: Form; password?: Form } = {}) {
  const { db } = c.var
  const { personId, accountId, sessionId } = viewerOf(c)
  const person = await getPerson(db.read, personId)
  const sessions = await listSessions(db.read, accountId, new Date(wallClock.now()))
  const devices = sessions.map(({ id, userAgent, createdAt }) => ({
    id, ...deviceOf(userAgent), since: createdAt.getTime(), isThis: id === sessionId,
  }))
  const { name, language, email } = person
  return (
    <AccountPage
      here={here(c)}
      email={email}
      details={forms.details ?? emptyForm({ name, language })}
      password={forms.password ?? emptyForm()}
      hasPassword={(await findPasswordHash(db.read, accountId)) !== undefined}
      hasSecondFactor={(await findAccount(db.read, accountId))?.twoFactorEnabled === true}
      devices={devices}
      done={DONE.get(c.req.query('done') ?? '') ?? null}
    />
  )
}

const doneWith = (what: 'details' | 'password' | 'sessions' | 'factor'): string => `${paths.account()}?done=${what}`

function postDetails(c: Ctx) {
  const { db, now } = c.var
  const { personId } = viewerOf(c)
  return submit(c, DetailsForm, {
    act: (given) => db.write((tx) => changeDetails(tx, personId, given, personId, now)),
    done: () => doneWith('details'),
    again: (details) => accountPage(c, { details }),
  })
}

function postPassword(desk: Desk, c: Ctx) {
  const { db, now } = c.var
  const { accountId, personId } = viewerOf(c)
  return submit(c, PasswordForm, {
    act: async ({ currentPassword, newPassword }) => {
      setCookies(c, await tryPassword(desk, c, accountId, () => changePassword(desk, currentPassword, newPassword, headersOf(c))))
      await db.write((tx) => record(tx, { at: now, by: personId, what: 'password.changed', on: personId, personId }))
    },
    done: () => doneWith('password'),
    again: (password) => accountPage(c, { password }),
  })
}

async function secondFactorPage(desk: Desk, c: Ctx, form: Form) {
  const { accountId, roles } = viewerOf(c)
  const account = await findAccount(c.var.db.read, accountId)
  return (
    <SecondFactorPage
      here={here(c)}
      form={form}
      isOn={account?.twoFactorEnabled === true}
      isRequired={!desk.demo && needsSecondFactor(roles)}
      hasPassword={(await findPasswordHash(c.var.db.read, accountId)) !== undefined}
    />
  )
}

/** A QR code with the quiet border that readers need. */
function qrOf(text: string): QrCode {
  const { size, data } = encode(text, { border: 4 })
  const dark = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x},${y}h1v1h-1z`] : [])))
  return { size, path: dark.join('') }
}

async function scanPage(c: Ctx, form: Form, secret: string) {
  const { email } = await getPerson(c.var.db.read, viewerOf(c).personId)
  return <ScanPage here={here(c)} form={form} secret={secret} qr={qrOf(setupAddress(secret, email))} />
}

/** Answers with the page to scan instead of going there: what it shows is kept nowhere else. */
function postSetup(desk: Desk, c: Ctx) {
  const { accountId } = viewerOf(c)
  return submit(c, ConfirmForm, {
    act: ({ password }) => tryPassword(desk, c, accountId, () => beginSetup(desk, password, headersOf(c))),
    done: async (secret) => page(c, await scanPage(c, emptyForm(), secret)),
    again: (form) => secondFactorPage(desk, c, form),
  })
}

/** Likewise for the backup codes. */
function postVerification(desk: Desk, c: Ctx) {
  const viewer = viewerOf(c)
  return submit(c, SetupForm, {
    act: async ({ code }) => {
      await desk.limits.code.spend(c, viewer.accountId)
      const { cookies, backupCodes } = await finishSetup(desk, viewer, code, headersOf(c))
      await desk.limits.code.forgive(viewer.accountId)
      setCookies(c, cookies)
      c.set('viewer', { ...viewer, secondFactorDue: false })
      return backupCodes
    },
    done: async (codes) => page(c, <BackupCodesPage here={here(c)} codes={codes} next={paths.home()} />),
    again: (form) => {
      const { secret } = form.typed
      const known = SetupForm.shape.secret.safeParse(secret)
      return known.success ? scanPage(c, form, known.data) : secondFactorPage(desk, c, emptyForm())
    },
  })
}

function postRemoval(desk: Desk, c: Ctx) {
  const viewer = viewerOf(c)
  return submit(c, ConfirmForm, {
    act: async ({ password }) =>
      setCookies(c, await tryPassword(desk, c, viewer.accountId, () => switchOff(desk, viewer, desk.demo, password, headersOf(c)))),
    done: () => doneWith('factor'),
    again: (form) => secondFactorPage(desk, c, form),
  })
}

/** Everybody's own account. */
export const accountRoutes = (desk: Desk) =>
  new Hono<Env>()
    .get('/account', async (c) => page(c, await accountPage(c)))
    .post('/account', (c) => postDetails(c))
    .post('/account/password', (c) => postPassword(desk, c))
    .post('/account/sessions', async (c) => {
      const { accountId, personId, sessionId } = viewerOf(c)
      await c.var.db.write((tx) => endOtherSessions(tx, { accountId, personId, sessionId }, c.var.now))
      return c.redirect(doneWith('sessions'), 303)
    })
    .post('/account/sessions/:id/revocation', async (c) => {
      const { accountId, personId } = viewerOf(c)
      await c.var.db.write((tx) => endSession(tx, { accountId, personId, sessionId: c.req.param('id') }, c.var.now))
      return c.redirect(doneWith('sessions'), 303)
    })
    .get('/account/second-factor', async (c) => page(c, await secondFactorPage(desk, c, emptyForm())))
    .post('/account/second-factor', (c) => postSetup(desk, c))
    .post('/account/second-factor/verification', (c) => postVerification(desk, c))
    .post('/account/second-factor/removal', (c) => postRemoval(desk, c))
