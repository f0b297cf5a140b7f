import { sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'

/** How many rows of a group meet a condition, beside other counts of the same rows. */
export const countWhere = (condition: SQL | undefined): SQL<number> => sql`count(*) filter (where ${condition})`.mapWith(Number)
