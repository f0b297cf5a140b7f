import { Hono } from 'hono'
import type { Key } from '../language/translate.ts'
import { ForgotPasswordPage, MailSentPage, RegisterPage, ResetPasswordPage, VerifyEmailPage } from '../../views/identity/register.tsx'
import { CodePage, MagicLinkPage, SignInPage, UseMagicLinkPage } from '../../views/identity/sign-in.tsx'
import { paths } from '../../views/paths.ts'
import type { Ctx, Env } from '../http/env.ts'
import { emptyForm, submit } from '../http/form.ts'
import { here, page } from '../http/reply.tsx'
import { localPath } from '../http/request.ts'
import type { Form, Typed } from '../http/typed.ts'
import { countMail, headersOf, setCookies, tryPassword } from './desk.ts'
import type { Desk } from './desk.ts'
import { CodeForm, EmailForm, RegisterForm, ResetForm, SignInForm, TokenForm, VerifyForm } from './forms.ts'
import { challengedAccount, giveCode } from './second-factor.ts'
import {
  askForMagicLink, askForPasswordLink, emailOfToken, register, resetPassword, signIn, signOut, useMagicLink, verifyEmail,
} from './signing-in.ts'
import type { SignedIn } from './signing-in.ts'

/** What was done just now, by the word in the address. */
const DONE = new Map<string, Key>([
  ['registered', 'identity.signIn.doneRegistered'],
  ['password', 'identity.signIn.donePassword'],
  ['signedOut', 'identity.signIn.doneSignedOut'],
])

const nextOf = (c: Ctx): string | null => localPath(c.req.query('next'))
const typedText = (typed: Typed, name: string): string => (typeof typed[name] === 'string' ? typed[name] : '')
const nextIn = (typed: Typed): string | null => localPath(typedText(typed, 'next'))

/** Sends the cookies of who is signed in, or nearly. @returns where to go on */
function goOn(c: Ctx, { cookies, codeNeeded }: SignedIn, next: string | null): string {
  setCookies(c, cookies)
  const local = localPath(next ?? undefined)
  if (!codeNeeded) return local ?? paths.home()
  return local === null ? paths.secondFactor() : `${paths.secondFactor()}?next=${encodeURIComponent(local)}`
}

function signInPage(c: Ctx, form: Form, next: string | null) {
  const done = form.refusal === null ? DONE.get(c.req.query('done') ?? '') : undefined
  return <SignInPage here={here(c)} form={form} next={next} done={done ?? null} />
}

const postSignIn = (desk: Desk, c: Ctx) =>
  submit(c, SignInForm, {
    act: async ({ email, password, next }) => {
      const signedIn = await tryPassword(desk, c, email, () => signIn(desk, email, password, headersOf(c)))
      return goOn(c, signedIn, next)
    },
    done: (to) => to,
    again: (form) => signInPage(c, form, nextIn(form.typed)),
  })

const postCode = (desk: Desk, c: Ctx) =>
  submit(c, CodeForm, {
    act: async ({ code, next }) => {
      const headers = headersOf(c)
      const accountId = await challengedAccount(desk, headers)
      await desk.limits.code.spend(c, accountId)
      const cookies = await giveCode(desk, code, headers)
      await desk.limits.code.forgive(accountId)
      return goOn(c, { cookies, codeNeeded: false }, next)
    },
    done: (to) => to,
    again: (form) => <CodePage here={here(c)} form={form} next={nextIn(form.typed)} />,
  })

const postRegister = (desk: Desk, c: Ctx) =>
  submit(c, RegisterForm, {
    act: async (given) => {
      await countMail(desk, c, given.email)
      await register(desk, { ...given, language: c.var.t.language })
    },
    done: () => paths.emailSent(),
    again: (form) => <RegisterPage here={here(c)} form={form} />,
  })

async function verifyPage(desk: Desk, c: Ctx, form: Form, token: string) {
  const { email } = await emailOfToken(token, desk.secret)
  return <VerifyEmailPage here={here(c)} form={form} token={token} email={email} />
}

const postVerify = (desk: Desk, c: Ctx) =>
  submit(c, VerifyForm, {
    act: async ({ token, password }) => {
      const { email } = await emailOfToken(token, desk.secret)
      return goOn(c, await tryPassword(desk, c, email, () => verifyEmail(desk, token, password, headersOf(c))), null)
    },
    done: (to) => to,
    again: (form) => verifyPage(desk, c, form, typedText(form.typed, 'token')),
  })

/** Asking for a link looks the same whether there is such an account or not. */
const postAsk = (desk: Desk, c: Ctx, ask: (email: string) => Promise<void>, again: (form: Form) => ReturnType<typeof ForgotPasswordPage>) =>
  submit(c, EmailForm, {
    act: async ({ email }) => {
      await countMail(desk, c, email)
      await ask(email)
    },
    done: () => `${paths.emailSent()}?link=1`,
    again,
  })

const postForgotten = (desk: Desk, c: Ctx) =>
  postAsk(desk, c, (email) => askForPasswordLink(desk, email), (form) => <ForgotPasswordPage here={here(c)} form={form} />)

const postWish = (desk: Desk, c: Ctx) =>
  postAsk(desk, c, (email) => askForMagicLink(desk, email, headersOf(c)), (form) => <MagicLinkPage here={here(c)} form={form} />)

const postReset = (desk: Desk, c: Ctx) =>
  submit(c, ResetForm, {
    act: ({ token, password }) => resetPassword(desk, token, password),
    done: () => `${paths.signIn()}?done=password`,
    again: (form) => <ResetPasswordPage here={here(c)} form={form} token={typedText(form.typed, 'token')} />,
  })

const postMagicLink = (desk: Desk, c: Ctx) =>
  submit(c, TokenForm, {
    act: async ({ token }) => goOn(c, { cookies: await useMagicLink(desk, token, headersOf(c)), codeNeeded: false }, null),
    done: (to) => to,
    again: (form) => <UseMagicLinkPage here={here(c)} form={form} token={typedText(form.typed, 'token')} />,
  })

/** For who is signed in there is nothing to do here. */
async function strangersOnly(c: Ctx, next: () => Promise<void>) {
  if (c.req.method === 'GET' && c.var.viewer !== null) return c.redirect(nextOf(c) ?? paths.home(), 303)
  await next()
}

const tokenOf = (c: Ctx): string => c.req.query('token') ?? ''

/** Registering, signing in and out, and the links of mails. */
export const signingInRoutes = (desk: Desk) =>
  new Hono<Env>()
    .get('/sign-in', strangersOnly, (c) => page(c, signInPage(c, emptyForm(), nextOf(c))))
    .post('/sign-in', (c) => postSignIn(desk, c))
    .get('/second-factor', strangersOnly, (c) => page(c, <CodePage here={here(c)} form={emptyForm()} next={nextOf(c)} />))
    .post('/second-factor', (c) => postCode(desk, c))
    .post('/sign-out', async (c) => {
      setCookies(c, await signOut(desk, headersOf(c)))
      return c.redirect(`${paths.signIn()}?done=signedOut`, 303)
    })
    .get('/register', strangersOnly, (c) => page(c, <RegisterPage here={here(c)} form={emptyForm()} />))
    .post('/register', (c) => postRegister(desk, c))
    .get('/register/sent', (c) => {
      const text = c.req.query('link') === undefined ? 'identity.register.sentText' : 'identity.reset.sentText'
      return page(c, <MailSentPage here={here(c)} text={text} />)
    })
    .get('/verify-email', async (c) => page(c, await verifyPage(desk, c, emptyForm(), tokenOf(c))))
    .post('/verify-email', (c) => postVerify(desk, c))
    .get('/forgot-password', (c) => page(c, <ForgotPasswordPage here={here(c)} form={emptyForm()} />))
    .post('/forgot-password', (c) => postForgotten(desk, c))
    .get('/reset-password', (c) => page(c, <ResetPasswordPage here={here(c)} form={emptyForm()} token={tokenOf(c)} />))
    .post('/reset-password', (c) => postReset(desk, c))
    .get('/magic-link', strangersOnly, (c) => page(c, <MagicLinkPage here={here(c)} form={emptyForm()} />))
    .post('/magic-link', (c) => postWish(desk, c))
    .get('/magic-link/use', (c) => page(c, <UseMagicLinkPage here={here(c)} form={emptyForm()} token={tokenOf(c)} />))
    .post('/magic-link/use', (c) => postMagicLink(desk, c))
