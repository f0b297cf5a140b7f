/** The application: middleware and mounts, nothing else. */
import { Hono } from 'hono'
import type { Logger } from 'pino'
import type { Database } from '../db/database.ts'
import { paths } from '../views/paths.ts'
import { certificateRoutes } from './certificates/routes.tsx'
import { SECOND } from './clock.ts'
import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import { calendarRoutes } from './delivery/calendar-routes.tsx'
import { incidentJobs } from './delivery/incident-jobs.ts'
import { incidentRoutes } from './delivery/incident-routes.tsx'
import { interventionRoutes } from './delivery/intervention-routes.tsx'
import { deliveryJobs } from './delivery/jobs.ts'
import { problemRoutes } from './delivery/problem-routes.tsx'
import { reminderJobs } from './delivery/reminder-jobs.ts'
import { deliveryRoutes } from './delivery/routes.tsx'
import { deliveryStaffRoutes } from './delivery/staff-routes.tsx'
import { demoRoutes } from './demo/routes.tsx'
import { eligibilityRoutes } from './eligibility/routes.tsx'
import { enrolmentJobs } from './enrolment/jobs.ts'
import { enrolmentRoutes } from './enrolment/routes.tsx'
import { enrolmentStaffRoutes } from './enrolment/staff-routes.tsx'
import { gradingJobs } from './grading/jobs.ts'
import { gradingRoutes } from './grading/routes.tsx'
import { pageAbove } from './http/above.ts'
import { assetRoutes } from './http/assets.ts'
import type { Assets } from './http/assets.ts'
import { limitBody } from './http/body.ts'
import { sameOriginOnly } from './http/csrf.ts'
import type { Env } from './http/env.ts'
import { answerError } from './http/errors.tsx'
import { safeHeaders } from './http/headers.ts'
import { healthRoutes } from './http/health.ts'
import { keptIn } from './http/kept.ts'
import { logRequest } from './http/log.ts'
import { around, arrive, checks, readableAddress } from './http/request.ts'
import { readSession, secondFactorFirst } from './http/session.ts'
import { sessionCookie } from './identity/auth.ts'
import { identityJobs } from './identity/jobs.ts'
import { identityRoutes } from './identity/routes.tsx'
import { findViewer } from './identity/viewers.ts'
import type { Job } from './job.ts'
import { mailJobs } from './mail/jobs.ts'
import type { Mailer } from './mail/mailer.ts'
import { mailRoutes } from './mail/routes.tsx'
import { overviewRoutes } from './overview/routes.tsx'
import { paperRoutes } from './papers/routes.tsx'
import { demoCheckoutRoutes } from './payments/demo-routes.tsx'
import { paymentJobs } from './payments/jobs.ts'
import type { PaymentPort } from './payments/port.ts'
import { paymentRoutes } from './payments/routes.tsx'
import { paymentStaffRoutes } from './payments/staff-routes.tsx'
import { Refusal } from './refusal.ts'
import { retakeRoutes } from './retakes/routes.tsx'
import { resultJobs } from './results/jobs.ts'
import { resultRoutes } from './results/routes.tsx'
import { roundJobs } from './rounds/jobs.ts'
import { roundRoutes } from './rounds/routes.tsx'

/** Everything the application is made of. What talks to the outside is a port, so that tests can put their own in. */
export interface Deps {
  readonly config: Config
  readonly db: Database
  readonly clock: Clock
  readonly log: Logger
  readonly assets: Assets
  readonly payments: PaymentPort
  /** `null`: mail waits in the outbox. */
  readonly mailer: Mailer | null
  /** Whether the process is on its way out. */
  readonly isStopping: () => boolean
}

/** What each capability shows and does over HTTP: a line each, in the order of the rooms. */
const routesOf = (deps: Deps): readonly Hono<Env>[] => [
  mailRoutes,
  identityRoutes(deps),
  eligibilityRoutes,
  paperRoutes,
  roundRoutes,
  enrolmentRoutes,
  enrolmentStaffRoutes,
  paymentRoutes({ port: deps.payments, baseUrl: deps.config.baseUrl }),
  paymentStaffRoutes(deps.payments),
  ...(deps.config.demo ? [demoCheckoutRoutes] : []),
  deliveryRoutes({ graceMs: deps.config.graceSeconds * SECOND }),
  deliveryStaffRoutes({ graceMs: deps.config.graceSeconds * SECOND }),
  problemRoutes,
  interventionRoutes,
  incidentRoutes,
  calendarRoutes(deps.config),
  gradingRoutes,
  resultRoutes,
  retakeRoutes,
  certificateRoutes(deps),
  overviewRoutes({ graceMs: deps.config.graceSeconds * SECOND }),
  ...(deps.config.demo ? [demoRoutes({ ...deps, jobs: jobsOf(deps) })] : []),
]

/** What the clock does for each capability, likewise. */
export const jobsOf = ({ config, mailer, payments }: Deps): readonly Job[] => [
  ...(mailer === null ? [] : mailJobs(mailer)),
  ...identityJobs,
  ...roundJobs,
  ...enrolmentJobs,
  ...paymentJobs(payments),
  ...deliveryJobs(config.graceSeconds * SECOND),
  ...incidentJobs,
  ...reminderJobs,
  ...gradingJobs,
  ...resultJobs,
]

/** Where other machines post to: they cannot come from a page of ours, and are not believed either. */
const FOR_MACHINES = [paths.paymentWebhook()]

/** What stays open while a second factor is due: setting it up, a password to do that with, and the way out. */
const BEFORE_SECOND_FACTOR = [
  paths.secondFactorSetup(), paths.signOut(), paths.language(), paths.forgotPassword(), paths.resetPassword(),
  paths.terms(), paths.privacy(), paths.accessibility(), paths.help(), paths.verify(), '/assets',
]

const MOST_BYTES = 1024 * 1024

/** The application as a function of its parts; `app.request` asks it, `serve` puts it on a port. */
export function createApp(deps: Deps): Hono<Env> {
  const { config, db, clock, log, assets } = deps
  const { baseUrl, authSecret, demo, office } = config
  const session = { cookie: sessionCookie(baseUrl), secret: authSecret, find: (token: string) => findViewer(db.read, token, demo) }
  const app = new Hono<Env>()
  app.route('/', healthRoutes(deps))
  app.use(
    around(arrive({ db, clock, log, demo, office, asset: assets.asset }), safeHeaders(baseUrl.startsWith('https:')), logRequest(log)),
  )
  app.route('/', assetRoutes(assets))
  app.use(
    checks(
      readableAddress,
      readSession(session),
      sameOriginOnly(new URL(baseUrl).origin, FOR_MACHINES),
      limitBody(MOST_BYTES),
      secondFactorFirst(paths.secondFactorSetup(), BEFORE_SECOND_FACTOR),
    ),
  )
  for (const routes of routesOf(deps)) app.route('/', routes)
  const above = pageAbove(app.routes, FOR_MACHINES)
  app.notFound((c) => {
    const page = c.req.method === 'GET' || c.req.method === 'HEAD' ? above(c.req.path) : null
    return page === null ? answerError(new Refusal('notFound'), c) : c.redirect(page, 303)
  })
  app.onError(async (error, c) => answerError(error, c, await keptIn(c)))
  return app
}
