/**
 * The column kit: tables are written once and become SQLite tables, or PostgreSQL tables when
 * `DATABASE_URL` begins with `postgres`. The choice is made at import and is final for the process.
 * To TypeScript the tables are SQLite's either way, so that queries keep to what both engines share.
 *
 * Two things to know when writing a schema: a literal `sql` condition (a check, a partial index)
 * names a boolean column as a condition (`sql`${t.isLive}``), never compares it with 0 or 1; and
 * conditions of partial indexes hold literals only, because `eq()` would put a placeholder in them.
 */
import * as postgres from 'drizzle-orm/pg-core'
import * as sqlite from 'drizzle-orm/sqlite-core'
import { engineOf } from './engine.ts'
import type { Engine } from './engine.ts'

export const engine: Engine = engineOf(process.env['DATABASE_URL'])

// drizzle gives a placeholder's value to the column's mapping even when it is null, and its own
// boolean, date and JSON columns then store 0, crash, or store 'null'. Hence mappings of our own.
const booleanToInteger = (value: boolean | null) => (value === null ? null : Number(value))
const dateToInstant = (value: Date | null) => (value === null ? null : value.getTime())
const instantToDate = (value: number) => new Date(Number(value))
const jsonToText = (value: unknown) => (value === null ? null : JSON.stringify(value))

const sqliteBoolean = sqlite.customType<{ data: boolean; driverData: number | null }>({
  dataType: () => 'integer', toDriver: booleanToInteger, fromDriver: Boolean,
})
const sqliteDate = sqlite.customType<{ data: Date; driverData: number | null }>({
  dataType: () => 'integer', toDriver: dateToInstant, fromDriver: (value) => instantToDate(Number(value)),
})
const sqliteJson = <T>() => sqlite.customType<{ data: T; driverData: string | null }>({
  dataType: () => 'text', toDriver: jsonToText, fromDriver: (value) => JSON.parse(String(value)),
})
const postgresDate = postgres.customType<{ data: Date; driverData: number | null }>({
  dataType: () => 'bigint', toDriver: dateToInstant, fromDriver: (value) => instantToDate(Number(value)),
})
// `json`, not `jsonb`: what was stored comes back with its keys in the same order, as on SQLite.
const postgresJson = postgres.customType<{ data: unknown; driverData: unknown }>({
  dataType: () => 'json', toDriver: jsonToText, fromDriver: (value) => value,
})

const sqliteKit = {
  table: sqlite.sqliteTable,
  id: <Name extends string>(name: Name) => sqlite.text(name).primaryKey(),
  text: sqlite.text,
  integer: <Name extends string>(name: Name) => sqlite.integer(name),
  instant: <Name extends string>(name: Name) => sqlite.integer(name),
  real: <Name extends string>(name: Name) => sqlite.real(name),
  boolean: <Name extends string>(name: Name) => sqliteBoolean(name),
  date: <Name extends string>(name: Name) => sqliteDate(name),
  json: <T>(name: string) => sqliteJson<T>()(name),
  index: sqlite.index,
  uniqueIndex: sqlite.uniqueIndex,
  unique: sqlite.unique,
  check: sqlite.check,
  primaryKey: sqlite.primaryKey,
}

const postgresKit: Record<keyof typeof sqliteKit, unknown> = {
  table: postgres.pgTable,
  id: (name: string) => postgres.text(name).primaryKey(),
  text: postgres.text,
  integer: (name: string) => postgres.integer(name),
  instant: (name: string) => postgres.bigint(name, { mode: 'number' }),
  real: (name: string) => postgres.doublePrecision(name),
  boolean: (name: string) => postgres.boolean(name),
  date: (name: string) => postgresDate(name),
  json: (name: string) => postgresJson(name),
  index: postgres.index,
  uniqueIndex: postgres.uniqueIndex,
  unique: postgres.unique,
  check: postgres.check,
  primaryKey: postgres.primaryKey,
}

// The kit's one cast: PostgreSQL's builders pass for SQLite's, of which only the shared part is used.
const kit = engine === 'sqlite' ? sqliteKit : (postgresKit as typeof sqliteKit)

/** A table: `table('round', { columns }, (t) => [indexes and checks])`. */
export const table = kit.table
/** The primary key: a sortable, unguessable text. */
export const id = kit.id
/** Text; `text('kind', { enum: ['case', 'reflection'] })` for one of a few. */
export const text = kit.text
/** A whole number within 32 bits: counts, cents, hundredths of points. */
export const integer = kit.integer
/** A moment in ms since 1970 UTC, as a number. */
export const instant = kit.instant
/** A floating-point number of 64 bits. */
export const real = kit.real
export const boolean = kit.boolean
/** A moment as a `Date`, for better-auth's tables only; stored like an instant. */
export const date = kit.date
/** Any JSON value; keys keep their order. It cannot be compared, grouped or sorted by. */
export const json = kit.json
export const index = kit.index
export const uniqueIndex = kit.uniqueIndex
export const unique = kit.unique
export const check = kit.check
export const primaryKey = kit.primaryKey
