import { defineConfig } from 'vitest/config'

const FULL = 'test/**/*.full.test.{ts,tsx}'
const ON_SQLITE_ALONE = ['test/**/*.sqlite.test.{ts,tsx}', 'test/**/*.sqlite.full.test.{ts,tsx}']

const everywhere = { include: ['test/**/*.test.{ts,tsx}'], exclude: ['test/bench/**', 'test/**/*.browser.test.ts', FULL] }

const onSqlite = { setupFiles: ['test/support/engine-sqlite.ts'] }
const onPostgres = { globalSetup: ['test/support/postgres-setup.ts'], setupFiles: ['test/support/engine-postgres.ts'] }

const patient = { testTimeout: 120_000, hookTimeout: 120_000 }

// `npm test` runs sqlite, postgres and browser; `npm run test:full` what takes longer, on both engines; `npm run test:all` both.
// Two cores: two workers. Files share a worker's modules, because each test has a database of its own anyway.
export default defineConfig({
  test: {
    maxWorkers: 2,
    isolate: false,
    testTimeout: 20_000,
    hookTimeout: 20_000,
    // A shared machine can stall for seconds. What fails twice in a row is broken.
    retry: process.env['CI'] ? 1 : 0,
    reporters: ['default', './test/support/skipped-reporter.ts'],
    projects: [
      { extends: true, test: { name: 'sqlite', ...everywhere, ...onSqlite } },
      { extends: true, test: { name: 'postgres', ...everywhere, exclude: [...everywhere.exclude, ...ON_SQLITE_ALONE], ...onPostgres } },
      { extends: true, test: { name: 'browser', include: ['test/**/*.browser.test.ts'], ...onSqlite, ...patient } },
      { extends: true, test: { name: 'full', include: [FULL], ...onSqlite, ...patient } },
      { extends: true, test: { name: 'full-postgres', include: [FULL], exclude: ON_SQLITE_ALONE, ...onPostgres, ...patient } },
    ],
  },
})
