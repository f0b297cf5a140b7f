/** A demonstration to look at: the clock stands still, so pictures of two runs can be laid beside each other. */
import { serve } from '@hono/node-server'
import { and, eq } from 'drizzle-orm'
import type { Database } from '../../db/database.ts'
import { certificate } from '../../db/schema/certificates.ts'
import { answer, answerRevision, attempt } from '../../db/schema/delivery.ts'
import { person } from '../../db/schema/identity.ts'
import { question } from '../../db/schema/papers.ts'
import { revokeCertificate } from '../../src/certificates/actions.ts'
import { HOUR } from '../../src/clock.ts'
import type { Instant } from '../../src/clock.ts'
import { readConfig } from '../../src/config.ts'
import { ensureDemo } from '../../src/demo/actions.ts'
import { readDoors } from '../../src/demo/seed/cast.ts'
import { newId } from '../../src/ids.ts'
import { Refusal } from '../../src/refusal.ts'
import { startApp } from '../support/app.ts'
import { freePort } from '../support/server.ts'

export type Demonstration = Awaited<ReturnType<typeof startDemonstration>>

export async function startDemonstration() {
  const port = await freePort()
  const base = `http://127.0.0.1:${port}`
  const config = readConfig({ NODE_ENV: 'test', BASE_URL: base, PORT: String(port) })
  const running = await startApp({ demo: true, config })
  await ensureDemo(running.deps)
  await addWhatIsRare(running.db, running.clock.now())
  // What no address leads to while all is well.
  running.app.get('/refused/:reason', (c) => {
    const reason = c.req.param('reason')
    if (reason === 'tooMany' || reason === 'unavailable') throw new Refusal(reason, { count: 5 })
    throw new Error('on purpose')
  })
  const server = serve({ fetch: running.app.fetch, port, hostname: '127.0.0.1' })
  return {
    ...running,
    base,
    async stop() {
      const closed = new Promise((done) => server.close(done))
      if ('closeAllConnections' in server) server.closeAllConnections()
      await closed
      await running.stop()
    },
  }
}

/** A certificate that was revoked, and a text that came too late. */
async function addWhatIsRare(db: Database, now: Instant): Promise<void> {
  const [revoked] = await db.read.select({ id: certificate.id }).from(certificate).where(eq(certificate.personId, await personBehind(db, 'mayRetake')))
  const [late] = await db.read
    .select({ attemptId: attempt.id, questionId: answer.questionId })
    .from(answer)
    .innerJoin(question, and(eq(question.id, answer.questionId), eq(question.type, 'open')))
    .innerJoin(attempt, and(eq(attempt.id, answer.attemptId), eq(attempt.personId, await personBehind(db, 'handedIn')), eq(attempt.kind, 'case')))
    .orderBy(question.number)
    .limit(1)
  const by = await personBehind(db, 'staffOne')
  if (revoked === undefined || late === undefined) throw new Error('the demonstration has no certificate to revoke, or nothing handed in')
  await db.write(async (tx) => {
    await revokeCertificate(tx, { certificateId: revoked.id, reason: 'Uitgegeven op een verkeerde naam' }, by, now)
    const text = 'En ik had nog willen schrijven dat ik haar dochter er de volgende keer bij vraag.'
    await tx.insert(answerRevision).values({ id: newId(), ...late, revision: 99, outcome: 'late', text, choice: [], windowId: 'window-a', at: now - HOUR })
  })
}

async function personBehind(db: Database, door: string): Promise<string> {
  const email = readDoors().find((one) => one.door === door)?.email ?? ''
  const [found] = await db.read.select({ id: person.id }).from(person).where(eq(person.email, email))
  if (found === undefined) throw new Error(`nobody is behind the door ${door}`)
  return found.id
}
