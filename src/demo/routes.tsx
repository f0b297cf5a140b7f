import { Hono } from 'hono'
import { setCookie } from 'hono/cookie'
import type { Child } from 'hono/jsx'
import type { Logger } from 'pino'
import { z } from 'zod'
import type { Database } from '../../db/database.ts'
import { MailPage, MailsPage } from '../../views/demo/mails.tsx'
import { DemoPage } from '../../views/demo/panel.tsx'
import type { DoorView } from '../../views/demo/panel.tsx'
import { longMoment } from '../../views/format.ts'
import { paths } from '../../views/paths.ts'
import { SECOND } from '../clock.ts'
import type { Clock } from '../clock.ts'
import type { Office } from '../config.ts'
import type { Ctx, Env } from '../http/env.ts'
import { emptyForm, localDate, parseForm, submit, typedIn } from '../http/form.ts'
import { here, page, pageNumber } from '../http/reply.tsx'
import { signed } from '../http/session.ts'
import type { Form } from '../http/typed.ts'
import { sessionCookie } from '../identity/auth.ts'
import { SESSION_LASTS } from '../identity/identity.ts'
import { removeSession } from '../identity/queries.ts'
import type { Job } from '../job.ts'
import { isKey } from '../language/translate.ts'
import type { Translate } from '../language/translate.ts'
import { withSender } from '../mail/mail.ts'
import { getMail } from '../mail/queries.ts'
import { refuse } from '../refusal.ts'
import { moveClock, signInAs, startAfresh } from './actions.ts'
import { STEPS, movable, stepNames, wayTo } from './demo.ts'
import { linkedParts } from './links.ts'
import { countMails, listPeople, searchMails } from './queries.ts'
import { readDoors } from './seed/cast.ts'
import type { Door } from './seed/cast.ts'
import { standingsOf } from './standing.ts'
import type { Standing } from './standing.ts'

export interface DemoDeps {
  readonly db: Database
  /** One that can be moved. */
  readonly clock: Clock
  readonly log: Logger
  /** Everything the clock does, to be done when it was moved. */
  readonly jobs: readonly Job[]
  readonly config: { readonly baseUrl: string; readonly authSecret: string; readonly graceSeconds: number; readonly office: Office }
}

const StepForm = z.object({ step: z.enum(stepNames) })
const MomentForm = z.object({ date: localDate(), time: z.string('problem.required').regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'problem.required') })
const DoorForm = z.object({ door: z.string() })

/** The way in and out of the demonstration. Nothing of it may be mounted anywhere else: it signs anybody in. */
export function demoRoutes(deps: DemoDeps): Hono<Env> {
  const doors = readDoors()
  const clock = movable(deps.clock)
  const panel = (c: Ctx, form: Form = emptyForm()) => demoPage(c, doors, clock.aheadMs, form)
  const sender = { site: deps.config.baseUrl, office: deps.config.office }
  return new Hono<Env>()
    .get('/demo', async (c) => page(c, await panel(c)))
    .post('/demo/sign-in', (c) => postSignIn(c, doors, deps.config))
    .post('/demo/clock', (c) => postClock(c, deps, (form) => panel(c, form)))
    .post('/demo/reset', async (c) => {
      await startAfresh(deps, deps.jobs)
      return c.redirect(`${paths.demo()}?done=afresh`, 303)
    })
    .get('/demo/mail', async (c) => {
      const text = (c.req.query('text') ?? '').slice(0, 200)
      const found = await searchMails(c.var.db.read, { text, page: pageNumber(c) })
      const mails = found.mails.map((mail) => ({ ...mail, subject: withSender(mail.subject, sender) }))
      return page(c, <MailsPage here={here(c)} {...found} mails={mails} text={text} />)
    })
    .get('/demo/mail/:id', async (c) => {
      const { subject, body, recipient, createdAt } = await getMail(c.var.db.read, c.req.param('id'))
      const mail = { subject: withSender(subject, sender), recipient, createdAt }
      return page(c, <MailPage here={here(c)} mail={mail} parts={linkedParts(withSender(body, sender), sender.site)} />)
    })
}

/** One field is one button; two are the form that asks for a moment. */
async function postClock(c: Ctx, deps: DemoDeps, again: (form: Form) => Promise<Child>): Promise<Response> {
  const done = () => `${paths.demo()}?done=moved`
  if ('step' in (await typedIn(c))) {
    const { step } = await parseForm(c, StepForm)
    await moveClock(deps, deps.jobs, STEPS[step])
    return c.redirect(done(), 303)
  }
  return submit(c, MomentForm, {
    act: ({ date, time }) => moveClock(deps, deps.jobs, wayTo(date, time, c.var.now)),
    done,
    again,
  })
}

const HOME = { candidate: paths.candidate(), assessor: paths.assessor(), staff: paths.staff(), administrator: paths.accounts() } as const

async function postSignIn(c: Ctx, doors: readonly Door[], config: DemoDeps['config']): Promise<Response> {
  const wanted = await parseForm(c, DoorForm)
  const { email, roles: [role = 'candidate'] } = doors.find(({ door }) => door === wanted.door) ?? refuse('notFound')
  const { viewer } = c.var
  const token = await c.var.db.write(async (tx) => {
    // Gone already is as good.
    if (viewer !== null) await removeSession(tx, viewer.sessionId, viewer.accountId).catch(() => undefined)
    return signInAs(tx, email, c.req.header('User-Agent') ?? null)
  })
  const { baseUrl, authSecret } = config
  setCookie(c, sessionCookie(baseUrl), signed(token, authSecret), {
    httpOnly: true, sameSite: 'Lax', path: '/', maxAge: SESSION_LASTS / SECOND, secure: baseUrl.startsWith('https:'),
  })
  return c.redirect(HOME[role], 303)
}

/** How many candidates stand at the top. */
const FIRST = ['mayEnrol', 'writing', 'passed']

async function demoPage(c: Ctx, doors: readonly Door[], aheadMs: number, form: Form) {
  const { db, t, now, viewer } = c.var
  const people = new Map((await listPeople(db.read, doors.map(({ email }) => email))).map((person) => [person.email, person]))
  const standings = await standingsOf(db.read, [...people.values()].map(({ id }) => id), now)
  const views: DoorView[] = []
  for (const { door, email, roles: [role = 'candidate'] } of doors) {
    const person = people.get(email)
    // Whoever was given another address or name in the demonstration is no longer to be found by a button.
    if (person === undefined) continue
    const standing = role === 'candidate' ? standings.get(person.id) : undefined
    views.push({
      door, name: person.name, role, story: storyOf(t, door), standing: standing ? standingText(t, standing) : null, current: viewer?.personId === person.id,
    })
  }
  const candidates = views.filter(({ role }) => role === 'candidate')
  const shown = {
    first: FIRST.flatMap((door) => candidates.find((one) => one.door === door) ?? []),
    more: candidates.filter(({ door }) => !FIRST.includes(door)),
    office: views.filter(({ role }) => role !== 'candidate'),
  }
  const mails = await countMails(db.read)
  const asked = c.req.query('done')
  const done = asked === 'moved' || asked === 'afresh' ? asked : null
  return <DemoPage here={here(c)} aheadMs={aheadMs} people={shown} mails={mails} done={done} form={form} steps={stepNames} />
}

function storyOf(t: Translate, door: string): string {
  const key = `demo.doors.${door}`
  return isKey(key) ? t(key) : ''
}

const standingText = (t: Translate, { kind, round, at }: Standing): string =>
  t(`demo.standing.${kind}`, { round, moment: at === null ? '' : longMoment(t, at) })
