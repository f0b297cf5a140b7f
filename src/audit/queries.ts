import { and, asc, desc, eq, lt, sql } from 'drizzle-orm'
import { auditEvent, auditHead } from '../../db/schema/audit.ts'
import type { Db } from '../../db/database.ts'
import { prepared } from '../../db/prepared.ts'
import type { Values } from '../../db/prepared.ts'
import type { ChainedEvent, Link } from './audit.ts'

const headOf = prepared('audit_head', (db, value: Values<{ subject: string }>) =>
  db.select().from(auditHead).where(eq(auditHead.subject, value('subject'))),
)

/** The last link of a subject's chain; `undefined` when nothing happened to it yet. */
export async function findHead(db: Db, subject: string): Promise<Link | undefined> {
  const [head] = await headOf(db, { subject })
  return head
}

const putHead = prepared('put_audit_head', (db, value: Values<typeof auditHead.$inferInsert>) =>
  db
    .insert(auditHead)
    .values({ subject: value('subject'), sequence: value('sequence'), hash: value('hash') })
    .onConflictDoUpdate({ target: auditHead.subject, set: { sequence: sql`excluded.sequence`, hash: sql`excluded.hash` } }),
)

const insertEvent = prepared('add_audit_event', (db, value: Values<typeof auditEvent.$inferInsert>) =>
  db.insert(auditEvent).values({
    id: value('id'),
    subject: value('subject'),
    sequence: value('sequence'),
    at: value('at'),
    actor: value('actor'),
    what: value('what'),
    personId: value('personId'),
    roundId: value('roundId'),
    before: value('before', auditEvent.before),
    after: value('after', auditEvent.after),
    previousHash: value('previousHash'),
    hash: value('hash'),
  }),
)

/**
 * Adds one event and moves the head. The head first: of transactions that race for one chain PostgreSQL then ends the
 * losers as colliding, which run again; the number being taken would count as a mistake of theirs.
 */
export async function addEvent(tx: Db, event: ChainedEvent & { hash: string }): Promise<void> {
  const { subject, sequence, hash } = event
  await putHead(tx, { subject, sequence, hash })
  await insertEvent(tx, event)
}

export interface AuditFilter {
  readonly personId?: string | undefined
  readonly roundId?: string | undefined
  readonly subject?: string | undefined
  /** Only events with a smaller id: the page after it. */
  readonly beforeId?: string | undefined
}

/** The newest events first, at most `limit`. */
export async function listEvents(db: Db, filter: AuditFilter, limit: number) {
  return db
    .select()
    .from(auditEvent)
    .where(
      and(
        filter.personId === undefined ? undefined : eq(auditEvent.personId, filter.personId),
        filter.roundId === undefined ? undefined : eq(auditEvent.roundId, filter.roundId),
        filter.subject === undefined ? undefined : eq(auditEvent.subject, filter.subject),
        filter.beforeId === undefined ? undefined : lt(auditEvent.id, filter.beforeId),
      ),
    )
    .orderBy(desc(auditEvent.id))
    .limit(limit)
}

/** Every event in chain order, for checking. */
export async function listChains(db: Db) {
  const events = await db.select().from(auditEvent).orderBy(asc(auditEvent.subject), asc(auditEvent.sequence))
  const heads = await db.select().from(auditHead)
  return { events, heads }
}

/** The events of one subject in chain order, for checking. */
export const listChain = (db: Db, subject: string) => db.select().from(auditEvent).where(eq(auditEvent.subject, subject)).orderBy(asc(auditEvent.sequence))
