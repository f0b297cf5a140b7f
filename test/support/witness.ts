/** Asks the application to do something, and looks what the audit log has to say about it. */
import { asc, gt } from 'drizzle-orm'
import { expect } from 'vitest'
import { auditEvent } from '../../db/schema/audit.ts'
import type { Browser, Fields, startApp } from './app.ts'

type App = Awaited<ReturnType<typeof startApp>>

export interface Who {
  readonly id: string
  readonly browser: Browser
}

export const whoIs = (app: App, person: { readonly id: string }): Who => ({ id: person.id, browser: app.as(person) })

/** What there is to say about these before and after is personal, or nothing. */
const WITHOUT_VALUES = ['password.changed', 'payment.refundFailed']

export type Witness = ReturnType<typeof witness>

/** @param asked where each route that was asked is noted */
export function witness(app: App, asked: Set<string>) {
  let last = ''
  const news = async () => {
    const events = await app.db.read.select().from(auditEvent).where(gt(auditEvent.id, last)).orderBy(asc(auditEvent.id))
    last = events.at(-1)?.id ?? last
    return events
  }
  /** What the clock did beside it has `~` in front. */
  const mustTell = async (by: string, told: readonly string[], what: string) => {
    const events = await news()
    expect(events.map((event) => (event.actor === 'clock' ? '~' : '') + event.what).toSorted(), what).toEqual([...told].toSorted())
    for (const event of events) {
      expect(event.at, `when ${event.what}`).toBe(app.clock.now())
      if (event.actor !== 'clock') expect(event.actor, `who ${event.what}`).toBe(by)
      const { before, after } = event
      if (!WITHOUT_VALUES.includes(event.what)) expect(JSON.stringify([before, after]), `before and after ${event.what}`).not.toBe('[null,null]')
      if (before !== null) expect(after, `${event.what} changed something`).not.toEqual(before)
    }
  }
  return {
    /** Whatever has happened so far is not looked at. */
    begin: news,
    /**
     * Asks a route, `METHOD /pattern`, and expects exactly these events, one for each time a name is there.
     *
     * @param given `form` of a POST; other names are parameters of the pattern
     */
    async does({ id, browser }: Who, route: string, given: Readonly<Record<string, string>> & { form?: never } | { readonly form: Fields; readonly [name: string]: string | Fields }, ...told: readonly string[]): Promise<Response> {
      asked.add(route)
      const [method = '', pattern = ''] = route.split(' ')
      const path = pattern.replace(/:(\w+)/g, (_, name: string) => String(Reflect.get(given, name)))
      const form = Reflect.get(given, 'form')
      const response = await browser(path, method === 'POST' ? { form: typeof form === 'object' ? form : {} } : {})
      expect(response.status, `${route}: ${await response.clone().text()}`).toBeLessThan(400)
      await mustTell(id, told, route)
      return response
    },
    /** What the clock does by now. */
    async timePasses(ms: number, ...told: readonly string[]): Promise<void> {
      app.clock.forward(ms)
      await app.runJobs()
      await mustTell('clock', told, 'jobs')
    },
  }
}
