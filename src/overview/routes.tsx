import { Hono } from 'hono'
import type { Env } from '../http/env.ts'
import { boardRoutes } from './board-routes.tsx'
import { candidateRoutes } from './candidate-routes.tsx'
import { helpRoutes } from './help-routes.tsx'
import { logRoutes } from './log-routes.tsx'
import { peopleRoutes } from './people-routes.tsx'
import { roundOverviewRoutes } from './round-routes.tsx'
import { staffRoutes } from './staff-routes.tsx'

/**
 * The pages that show everything: front pages, a round and a person as a whole, the log, and the guides.
 *
 * @param settings `graceMs`: how long after the deadline a save still counts, ms
 */
export const overviewRoutes = (settings: { readonly graceMs: number }): Hono<Env> =>
  new Hono<Env>()
    .route('/', candidateRoutes(settings))
    .route('/', staffRoutes)
    .route('/', roundOverviewRoutes(settings))
    .route('/', boardRoutes)
    .route('/', peopleRoutes(settings))
    .route('/', logRoutes)
    .route('/', helpRoutes)
