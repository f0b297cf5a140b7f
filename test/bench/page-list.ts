/** Every page that somebody sees, taken from the application's own routes, so that none is forgotten. */
import { filled } from '../support/access.ts'
import type { Who } from './page-places.ts'

/** One page, as somebody asks for it. */
export interface AskedPage {
  /** The route, with the search where there is one. */
  readonly name: string
  readonly who: Who
  /** A page of the candidate's journey: held to its weight. */
  readonly isCandidate: boolean
  path(things: Parameters<typeof filled>[1]): string
}

/** Who asks, by the beginning of the address; the longest counts. */
const askers: Readonly<Record<string, Who>> = {
  '/': 'visitor',
  '/account': 'writer',
  '/practice': 'writer',
  '/signed-in-again': 'writer',
  '/candidate': 'writer',
  '/enrolments': 'writer',
  '/enrolments/:id/start': 'chooser',
  '/enrolments/:id/declaration': 'chooser',
  '/rounds': 'newcomer',
  '/orders': 'writer',
  '/attempts': 'writer',
  '/attempts/:id/receipt': 'handedIn',
  '/results': 'graduate',
  '/certificates': 'graduate',
  '/retakes': 'retaker',
  '/assessor': 'assessor',
  '/staff': 'office',
  '/receipts': 'office',
  '/admin': 'administrator',
}

/** Answers that are no page: what machines ask for, files, and parts of a page that refresh themselves. */
const noPages = [
  '/healthz', '/readyz', '/assets/:file', '/help/pictures/:file', '/attempts/:id/attachments/:key', '/assessor/tasks/:id/attachments/:key',
  '/staff/papers/:formId/attachments/:key', '/enrolments/:id/calendar.ics', '/certificates/:id/pdf', '/attempts/:id/clock', '/staff/problems/notice',
]

/** Lists as they are searched, filtered and turned to near their end: every one a whole page, however many candidates there are. */
const searches: readonly (readonly [string, string])[] = [
  ['/staff/people', '?text=van'],
  ['/staff/people', '?page=:wholePage'],
  ['/staff/rounds/:id/candidates', '?text=van'],
  ['/staff/rounds/:id/candidates', '?page=:wholePage'],
  ['/staff/rounds/:id/board', '?show=quiet'],
  ['/staff/rounds/:id/board', '?text=van'],
  ['/admin/accounts', '?text=van'],
]

const askerOf = (route: string): Who =>
  Object.entries(askers).filter(([beginning]) => route.startsWith(beginning)).toSorted(([one], [other]) => other.length - one.length)[0]?.[1] ?? 'visitor'

const isCandidate = (who: Who): boolean => ['writer', 'chooser', 'newcomer', 'handedIn', 'graduate', 'retaker'].includes(who)

/** @param routes every route of the application that answers GET */
export function pagesOf(routes: readonly string[]): AskedPage[] {
  const gone = [...noPages, ...searches.map(([route]) => route)].filter((route) => !routes.includes(route))
  if (gone.length > 0) throw new Error(`no such route: ${gone.join(', ')}`)
  const plain = routes.filter((route) => !noPages.includes(route)).map((route) => [route, ''] as const)
  return [...plain, ...searches].map(([route, search]) => {
    const who = askerOf(route)
    return { name: route + search, who, isCandidate: isCandidate(who) || route === '/sign-in', path: (things) => filled(route + search, things) }
  })
}
