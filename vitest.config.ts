import { defineConfig } from 'vitest/config'

const everywhere = { include: ['test/**/*.test.{ts,tsx}'], exclude: ['test/bench/**', 'test/**/*.browser.test.ts'] }

// Two cores: two workers. Files share a worker's modules, because each test has a database of its own anyway.
export default defineConfig({
  test: {
    maxWorkers: 2,
    isolate: false,
    testTimeout: 20_000,
    hookTimeout: 20_000,
    projects: [
      {
        extends: true,
        test: { name: 'sqlite', ...everywhere, setupFiles: ['test/support/engine-sqlite.ts'] },
      },
      {
        extends: true,
        test: {
          name: 'postgres',
          include: everywhere.include,
          exclude: [...everywhere.exclude, 'test/**/*.sqlite.test.{ts,tsx}'],
          globalSetup: ['test/support/postgres-setup.ts'],
          setupFiles: ['test/support/engine-postgres.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/**/*.browser.test.ts'],
          setupFiles: ['test/support/engine-sqlite.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
