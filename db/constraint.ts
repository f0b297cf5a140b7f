/** Which constraint refused a change, in one form for both engines. */
import type { Database as SqliteClient } from 'better-sqlite3'
import { faultOf } from './fault.ts'
import type { Fault } from './fault.ts'

export type ViolationKind = 'unique' | 'foreignKey' | 'check' | 'notNull'

export interface Violation {
  readonly kind: ViolationKind
  /**
   * The names it can be, of index or constraint as in the schema; a table's primary key is `<table>_pkey`. More
   * than one where SQLite names only columns that several indexes share, none for its foreign keys.
   */
  readonly names: readonly string[]
}

const KINDS: Readonly<Record<string, ViolationKind>> = {
  SQLITE_CONSTRAINT_UNIQUE: 'unique', SQLITE_CONSTRAINT_PRIMARYKEY: 'unique', 23505: 'unique',
  SQLITE_CONSTRAINT_FOREIGNKEY: 'foreignKey', 23503: 'foreignKey', 23001: 'foreignKey',
  SQLITE_CONSTRAINT_CHECK: 'check', 23514: 'check',
  SQLITE_CONSTRAINT_NOTNULL: 'notNull', 23502: 'notNull',
}

// SQLite reports a unique index by its columns ("answer.attempt_id, answer.question_id"), so every database that
// is opened says which indexes those are.
const indexesByColumns = new Map<string, Set<string>>()

/** Learns the names of a database's unique indexes. Called on opening, after migrating. */
export function learnUniqueIndexes(client: SqliteClient): void {
  const indexes = client.prepare<[], { name: string; columns: string; origin: string; owner: string }>(`
    select list.name, list.origin, tables.name as owner,
      (select group_concat(tables.name || '.' || info.name, ', ' order by info.seqno)
         from pragma_index_info(list.name) info) as columns
    from sqlite_schema tables, pragma_index_list(tables.name) list
    where tables.type = 'table' and list."unique" = 1`).all()
  for (const index of indexes) {
    const names = indexesByColumns.get(index.columns) ?? new Set()
    indexesByColumns.set(index.columns, names.add(index.origin === 'pk' ? `${index.owner}_pkey` : index.name))
  }
}

function sqliteNames(kind: ViolationKind, fault: Fault): string[] {
  const said = fault.message.slice(fault.message.indexOf('constraint failed: ') + 'constraint failed: '.length)
  if (kind === 'foreignKey') return []
  if (kind !== 'unique') return [said]
  const expressionIndex = /^index '(.+)'$/.exec(said)?.[1]
  if (expressionIndex !== undefined) return [expressionIndex]
  const names = [...(indexesByColumns.get(said) ?? [])]
  const primaryKey = `${said.slice(0, said.indexOf('.'))}_pkey`
  return fault.code === 'SQLITE_CONSTRAINT_PRIMARYKEY' && !names.includes(primaryKey) ? [...names, primaryKey] : names
}

function postgresNames({ constraint, table }: Fault): string[] {
  if (constraint === undefined) return []
  return constraint.endsWith('_pk') ? [constraint, `${table}_pkey`] : [constraint]
}

/** The constraint that this error is about; undefined when it is about anything else. */
export function violation(error: unknown): Violation | undefined {
  const fault = faultOf(error)
  const kind = fault && KINDS[fault.code]
  if (fault === undefined || kind === undefined) return undefined
  if (fault.code.startsWith('SQLITE_')) return { kind, names: sqliteNames(kind, fault) }
  return { kind, names: postgresNames(fault) }
}

/** The name of the constraint that refused a change, or its kind where the engine gives no name (see `Violation`). */
export function violatedConstraint(error: unknown): string | undefined {
  const found = violation(error)
  return found && (found.names[0] ?? found.kind)
}

/** Whether this error is the refusal of the unique index, constraint or primary key (`<table>_pkey`) of this name. */
export function isUniqueViolation(error: unknown, name: string): boolean {
  const found = violation(error)
  return found?.kind === 'unique' && found.names.includes(name)
}
