import { instant, table, text } from '../dialect.ts'

/** Who runs a job now, so that two processes never do the same thing. */
export const jobLease = table('job_lease', {
  name: text('name').primaryKey(),
  holder: text('holder').notNull(),
  until: instant('until').notNull(),
  ranAt: instant('ran_at'),
})
