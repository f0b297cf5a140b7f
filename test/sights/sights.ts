/** Every page of the program in the states worth looking at. A page that is not here fails `test/sights/sights.test.ts`. */
import { candidateSights } from './candidate-sights.ts'
import { officeSights } from './office-sights.ts'
import { publicSights } from './public-sights.ts'
import type { Sight } from './sight.ts'

/** How the gallery is divided. */
export const groups: Readonly<Record<string, readonly Sight[]>> = {
  'Iedereen': publicSights,
  'Kandidaten': candidateSights,
  'Beoordelaars, toetsbureau en beheer': officeSights,
}

export const sights: readonly Sight[] = Object.values(groups).flat()

/** What answers to GET and is no page: files, and pieces that a page asks for. */
export const noPages: readonly string[] = [
  '/healthz', '/readyz', '/assets/:file', '/help/pictures/:file',
  '/enrolments/:id/calendar.ics', '/certificates/:id/pdf',
  '/attempts/:id/attachments/:key', '/assessor/tasks/:id/attachments/:key', '/staff/papers/:formId/attachments/:key',
  '/attempts/:id/clock', '/staff/problems/notice',
]
