import { instant, table, text } from '../dialect.ts'

/** How far the demonstration's clock runs ahead, so that a restart keeps it. */
export const demoClock = table('demo_clock', {
  id: text('id').primaryKey(),
  aheadMs: instant('ahead_ms').notNull(),
})
