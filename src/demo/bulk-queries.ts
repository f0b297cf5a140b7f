import type { Db } from '../../db/database.ts'
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

/** A statement takes so many values: SQLite 32,766, PostgreSQL 65,535. */
const VALUES = 16_000

/** Adds all of it, in big statements. */
export async function addRows(tx: Db, rows: Rows): Promise<void> {
  await add(tx, account, rows.account)
  await add(tx, person, rows.person)
  await add(tx, masterclassRecord, rows.masterclassRecord)
  await add(tx, enrolment, rows.enrolment)
  await add(tx, order, rows.order)
  await add(tx, payment, rows.payment)
  await add(tx, demoCheckout, rows.demoCheckout)
  await add(tx, attempt, rows.attempt)
  await add(tx, answer, rows.answer)
  await add(tx, answerRevision, rows.answerRevision)
  await add(tx, seal, rows.seal)
  await add(tx, auditEvent, rows.auditEvent)
  await add(tx, auditHead, rows.auditHead)
}

type Table = (typeof tables)[keyof typeof tables]

async function add<T extends Table>(tx: Db, table: T, rows: T['$inferInsert'][]): Promise<void> {
  const [first] = rows
  if (first === undefined) return
  const most = Math.floor(VALUES / Object.keys(table).length)
  for (let from = 0; from < rows.length; from += most) await tx.insert(table).values(rows.slice(from, from + most))
}
