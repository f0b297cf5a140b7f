import { id, instant, json, table, text } from '../dialect.ts'

/** A competence framework: data, with its variants, as it was imported. */
export const framework = table('framework', {
  id: id('id'),
  name: text('name').notNull(),
  content: json<unknown>('content').notNull(),
  importedAt: instant('imported_at').notNull(),
})
