/** Little tables for the tests of the doors. */
import { sql } from 'drizzle-orm'
import * as kit from '../../db/dialect.ts'

export const note = kit.table('note', {
  id: kit.id('id'),
  text: kit.text('text').notNull(),
  revision: kit.integer('revision').notNull().default(0),
  isLive: kit.boolean('is_live').notNull().default(true),
  isRead: kit.boolean('is_read'),
  writtenAt: kit.instant('written_at'),
  sentAt: kit.date('sent_at'),
  extra: kit.json<Record<string, unknown> | string>('extra'),
  weight: kit.real('weight'),
}, (t) => [
  kit.uniqueIndex('note_one_live').on(t.text).where(sql`${t.isLive}`),
  kit.uniqueIndex('note_text_lower').on(sql`lower(${t.text})`, t.revision),
  kit.check('note_revision', sql`${t.revision} >= 0`),
])

export const label = kit.table('label', {
  noteId: kit.text('note_id').notNull().references(() => note.id, { onDelete: 'cascade' }),
  name: kit.text('name').notNull(),
  rank: kit.integer('rank'),
}, (t) => [
  kit.primaryKey({ columns: [t.noteId, t.name] }),
  kit.unique('label_rank').on(t.noteId, t.rank),
])

export const tables = { note, label }

let made = 0
/** A note that no constraint objects to. */
export const aNote = (over: Partial<typeof note.$inferInsert> = {}) => ({ id: `n${++made}`, text: `text ${made}`, ...over })
