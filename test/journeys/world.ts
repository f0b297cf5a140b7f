/** A running server with a clock that can be moved, and everybody who walks through it. */
import { serve } from '@hono/node-server'
import type { Browser } from 'playwright-core'
import { createPerson, invite } from '../../src/identity/actions.ts'
import type { Role } from '../../src/http/env.ts'
import { readConfig } from '../../src/config.ts'
import { importExemptions } from '../../src/eligibility/actions.ts'
import exemptions from '../../db/seed/exemptions.json' with { type: 'json' }
import { startApp } from '../support/app.ts'
import { browserVisitor } from '../support/browser.ts'
import { NOW, thePapers } from '../support/builders.ts'
import { keyboardVisitor } from '../support/keyboard-visitor.ts'
import { plainVisitor } from '../support/plain-visitor.ts'
import { freePort } from '../support/server.ts'
import type { Visitor } from '../support/visitor.ts'

export type World = Awaited<ReturnType<typeof startWorld>>

/**
 * @param browser a real browser to walk in; without one everybody sends plain forms
 * @param hands how everybody in a browser moves about
 */
export async function startWorld(browser: Browser | null, hands: 'mouse' | 'keyboard' = 'mouse') {
  const port = await freePort()
  const base = `http://127.0.0.1:${port}`
  const config = readConfig({ NODE_ENV: 'test', BASE_URL: base, PORT: String(port) })
  const running = await startApp({ demo: true, config, now: NOW })
  const server = serve({ fetch: running.app.fetch, port, hostname: '127.0.0.1' })
  const forms = await thePapers(running.db)
  await running.db.write((tx) => importExemptions(tx, exemptions))
  const visitors: Visitor[] = []
  const world = {
    ...running,
    forms,
    base,
    async visitor(): Promise<Visitor> {
      const made = browser === null ? plainVisitor(base) : await (hands === 'keyboard' ? keyboardVisitor : browserVisitor)(browser, base)
      visitors.push(made)
      return made
    },
    /** Lets time pass, and the clock do its work. */
    async later(ms: number): Promise<void> {
      running.clock.forward(ms)
      await running.runJobs()
    },
    /** The path in the last mail of this kind to this address. */
    async mailedPath(email: string, kind: string): Promise<string> {
      const mail = (await running.mails()).findLast((one) => one.recipient === email && one.kind === kind)
      const path = mail && new RegExp(`${base.replaceAll('.', '\\.')}(/\\S+)`).exec(mail.body)?.[1]
      if (!path) throw new Error(`no link in a mail "${kind}" to ${email}`)
      return path
    },
    /** Somebody who exists and was invited, as the first administrator is by the command line. */
    async invited(name: string, email: string, roles: readonly Role[]): Promise<string> {
      return running.db.write(async (tx) => {
        const person = await createPerson(tx, { name, email, language: 'nl', roles }, 'cli', running.clock.now())
        await invite(tx, person.id, 'cli', running.clock.now())
        return person.id
      })
    },
    async stop(): Promise<void> {
      for (const visitor of visitors) await visitor.close()
      await new Promise((done) => server.close(done))
      await running.stop()
    },
  }
  return world
}
