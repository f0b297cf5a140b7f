import { readFileSync } from 'node:fs'
import type { Database } from '../../db/database.ts'
import { enrolment } from '../../db/schema/enrolment.ts'
import { person } from '../../db/schema/identity.ts'
import { round, roundForm } from '../../db/schema/rounds.ts'
import { DAY } from '../../src/clock.ts'
import type { Instant } from '../../src/clock.ts'
import { importFramework } from '../../src/frameworks/actions.ts'
import { searchTextOf } from '../../src/identity/identity.ts'
import { newId } from '../../src/ids.ts'
import { importPaper, publishForm } from '../../src/papers/actions.ts'
import { attachedFiles } from './papers.ts'

const seed = (path: string): unknown => JSON.parse(readFileSync(new URL(`../../db/seed/${path}`, import.meta.url), 'utf8'))

/** Thursday 5 November 2026, 10:00 in Amsterdam. */
export const NOW: Instant = Date.UTC(2026, 10, 5, 9)

let people = 0

/** Somebody in the database, with the roles that are named. */
export async function aPerson(db: Database, values: Partial<typeof person.$inferInsert> = {}) {
  people += 1
  const row = {
    id: newId(),
    name: `Persoon ${people}`,
    email: `persoon${people}.${newId().slice(-6)}@voorbeeld.nl`,
    language: 'nl' as const,
    candidateSince: NOW,
    createdAt: NOW,
    ...values,
  }
  await db.write((tx) => tx.insert(person).values({ ...row, searchText: searchTextOf(row) }))
  return row
}

export const paperFiles = ['casus-familie-yilmaz', 'casus-mevrouw-de-graaf', 'reflectie-grenzen', 'reflectie-macht-en-eigen-regie'] as const

/** The four papers of the seed, imported and published. @returns form ids, in the order of `paperFiles` */
export async function thePapers(db: Database): Promise<[string, string, string, string]> {
  await db.write((tx) => importFramework(tx, seed('frameworks/bcmb-framework.json'), NOW))
  const files = attachedFiles()
  const ids: string[] = []
  for (const file of paperFiles) {
    const formId = await db.write((tx) => importPaper(tx, seed(`papers/${file}.json`), 'p0', NOW, files))
    await db.write((tx) => publishForm(tx, formId, 'p0', NOW))
    ids.push(formId)
  }
  const [a, b, c, d] = ids
  if (!a || !b || !c || !d) throw new Error('four papers were expected')
  return [a, b, c, d]
}

/** A round whose window runs from yesterday to ten days on, with these forms. */
export async function aRound(db: Database, forms: readonly string[], values: Partial<typeof round.$inferInsert> = {}) {
  const row = {
    id: newId(),
    name: `Toetsronde ${newId().slice(-6)}`,
    handState: 'open' as const,
    handAt: NOW - 10 * DAY,
    windowFirstOn: '2026-11-04',
    windowLastOn: '2026-11-16',
    workingHours: 72,
    createdAt: NOW - 20 * DAY,
    ...values,
  }
  await db.write(async (tx) => {
    await tx.insert(round).values(row)
    for (const [position, formId] of forms.entries()) await tx.insert(roundForm).values({ id: newId(), roundId: row.id, formId, position })
  })
  return row
}

/** A paid place for both tests. */
export async function anEnrolment(db: Database, personId: string, roundId: string, values: Partial<typeof enrolment.$inferInsert> = {}) {
  const row = {
    id: newId(),
    personId,
    roundId,
    kind: 'full' as const,
    caseTest: true,
    reflectionTest: true,
    termsVersion: 'test',
    agreedAt: NOW - 3 * DAY,
    createdAt: NOW - 3 * DAY,
    heldUntil: NOW - 2 * DAY,
    confirmedAt: NOW - 3 * DAY,
    declaredAt: NOW - 2 * DAY,
    ...values,
  }
  await db.write((tx) => tx.insert(enrolment).values(row))
  return row
}
