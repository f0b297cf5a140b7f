import { defineConfig } from 'drizzle-kit'

// One schema, two folders: DATABASE_URL decides, as it does for the column kit.
const isPostgres = process.env['DATABASE_URL']?.startsWith('postgres') === true

export default defineConfig({
  dialect: isPostgres ? 'postgresql' : 'sqlite',
  schema: './db/schema/*.ts',
  out: isPostgres ? './db/migrations/postgres' : './db/migrations/sqlite',
})
