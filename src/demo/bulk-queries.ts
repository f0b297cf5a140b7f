import { getTableColumns, sql } from 'drizzle-orm'
import type { Db } from '../../db/database.ts'
import { prepared } from '../../db/prepared.ts'
import { auditEvent, auditHead } from '../../db/schema/audit.ts'
import { answer, answerRevision, attempt, seal } from '../../db/schema/delivery.ts'
import { masterclassRecord } from '../../db/schema/eligibility.ts'
import { enrolment } from '../../db/schema/enrolment.ts'
import { account, person } from '../../db/schema/identity.ts'
import { demoCheckout, order, payment } from '../../db/schema/payments.ts'

/** Every table that a crowd fills, in the order in which rows refer to each other. */
const tables = {
  account, person, masterclassRecord, enrolment, order, payment, demoCheckout, attempt, answer, answerRevision, seal, auditEvent, auditHead,
}

/** Rows by table. */
export type Rows = { readonly [Name in keyof typeof tables]: (typeof tables)[Name]['$inferInsert'][] }

export const noRows = (): Rows => ({
  account: [], person: [], masterclassRecord: [], enrolment: [], order: [], payment: [], demoCheckout: [], attempt: [], answer: [],
  answerRevision: [], seal: [], auditEvent: [], auditHead: [],
})

type Table = (typeof tables)[keyof typeof tables]

/** How many rows one statement adds: enough to spare PostgreSQL round trips, far below what either engine takes. */
const AT_ONCE = 25

/** Built and prepared once: building a statement takes far longer than running it. */
const fillerOf = <T extends Table>(table: T): ((tx: Db, rows: readonly T['$inferInsert'][]) => Promise<void>) => {
  const names = Object.keys(getTableColumns(table))
  const many = inserting(table, AT_ONCE)
  const one = inserting(table, 1)
  return async (tx, rows) => {
    const whole = rows.length - (rows.length % AT_ONCE)
    for (let from = 0; from < whole; from += AT_ONCE) await many(tx, valuesOf(names, rows.slice(from, from + AT_ONCE)))
    for (const row of rows.slice(whole)) await one(tx, valuesOf(names, [row]))
  }
}

/** Adds so many rows. Its values are numbered through, row after row, in the order of the columns. */
function inserting(table: Table, rows: number) {
  const columns = Object.values(getTableColumns(table))
  const row = (index: number) =>
    sql`(${sql.join(columns.map((column, place) => sql.param(sql.placeholder(String(index * columns.length + place)), column)), sql`, `)})`
  const values = sql.join(Array.from({ length: rows }, (_, index) => row(index)), sql`, `)
  return prepared('add_crowd', (db) => db.insert(table).select(sql`values ${values}`))
}

function valuesOf(names: readonly string[], rows: readonly { readonly [name: string]: unknown }[]): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  let place = 0
  for (const row of rows) for (const name of names) values[place++] = row[name] ?? null
  return values
}

const fill = {
  account: fillerOf(account), person: fillerOf(person), masterclassRecord: fillerOf(masterclassRecord), enrolment: fillerOf(enrolment),
  order: fillerOf(order), payment: fillerOf(payment), demoCheckout: fillerOf(demoCheckout), attempt: fillerOf(attempt),
  answer: fillerOf(answer), answerRevision: fillerOf(answerRevision), seal: fillerOf(seal), auditEvent: fillerOf(auditEvent),
  auditHead: fillerOf(auditHead),
}

/** Adds all of it. What a row leaves out is null: no default of a column applies. */
export async function addRows(tx: Db, rows: Rows): Promise<void> {
  await fill.account(tx, rows.account)
  await fill.person(tx, rows.person)
  await fill.masterclassRecord(tx, rows.masterclassRecord)
  await fill.enrolment(tx, rows.enrolment)
  await fill.order(tx, rows.order)
  await fill.payment(tx, rows.payment)
  await fill.demoCheckout(tx, rows.demoCheckout)
  await fill.attempt(tx, rows.attempt)
  await fill.answer(tx, rows.answer)
  await fill.answerRevision(tx, rows.answerRevision)
  await fill.seal(tx, rows.seal)
  await fill.auditEvent(tx, rows.auditEvent)
  await fill.auditHead(tx, rows.auditHead)
}
