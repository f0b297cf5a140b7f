/**
 * What stood in a database before assessing kept counts is carried over by the migrations since: the old tables are
 * filled with what the program made, and migrated they hold it again, with what the program itself keeps.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { and, asc, eq, gt, inArray, isNotNull, isNull, sql } from 'drizzle-orm'
import pino from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import type { Database } from '../../db/database.ts'
import { engine } from '../../db/dialect.ts'
import { migrate, migrationsOf } from '../../db/migrate.ts'
import { open } from '../../db/open.ts'
import { attempt } from '../../db/schema/delivery.ts'
import { enrolment } from '../../db/schema/enrolment.ts'
import { pile, score, task, waitingAnswer } from '../../db/schema/grading.ts'
import { person } from '../../db/schema/identity.ts'
import { MINUTE } from '../../src/clock.ts'
import { startDueEnrolments } from '../../src/delivery/starting.ts'
import { assignAssessors, declareConflict, giveScore, setPassMark } from '../../src/grading/actions.ts'
import { gradingJobs } from '../../src/grading/jobs.ts'
import { searchTextOf } from '../../src/identity/identity.ts'
import { NOW, aPerson, aRound, anEnrolment, thePapers } from '../support/builders.ts'
import { freshPlace, placeWith } from '../support/database.ts'
import type { Place } from '../support/database.ts'
import { AFTER, anAssessor, anAttempt, aRoundToAssess, aSeal, aStaffMember, everything, nothing } from '../support/grading.ts'
import { copyRows, rowsOf } from '../support/rows.ts'

const LAST_BEFORE = '0002_add_calendar_to_mail'

let folder: string
let old: Place
let today: Place
let source: Database
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'toetsronde-carrying-'))
  today = await freshPlace()
  source = await open(today.url)
  old = await placeWith({})
  await migrate(old.url, migrationsUntil(LAST_BEFORE))
})
afterEach(async () => {
  await source.close()
  for (const place of [old, today]) await place.remove()
  rmSync(folder, { recursive: true })
})

const Journal = z.looseObject({ entries: z.array(z.looseObject({ tag: z.string() })) })

/** A folder that ends with this migration. */
function migrationsUntil(tag: string): string {
  cpSync(migrationsOf(engine), folder, { recursive: true })
  const file = join(folder, 'meta', '_journal.json')
  const journal = Journal.parse(JSON.parse(readFileSync(file, 'utf8')))
  const length = journal.entries.findIndex((entry) => entry.tag === tag) + 1
  writeFileSync(file, JSON.stringify({ ...journal, entries: journal.entries.slice(0, length) }))
  return folder
}

const countWork = async (db: Database) => {
  for (const job of gradingJobs) await job.run({ db, now: AFTER + MINUTE, log: pino({ level: 'silent' }) })
}

/** A round in which assessing is in every state there is. */
async function aRoundInAssessment(): Promise<void> {
  const { round: { id: roundId }, forms, people, openQuestions } = await aRoundToAssess(source, 5)
  const [staff, { id: assessorId }] = [await aStaffMember(source, 'Toetsbureau'), await anAssessor(source, 'Beoordelaar Één')]
  for (const { id: formId } of forms) await source.write((tx) => setPassMark(tx, { roundId, formId, points: 2000, reason: null }, staff.id, AFTER))
  await source.write((tx) => assignAssessors(tx, { roundId, assessorIds: [assessorId] }, staff.id, AFTER))

  const tasksOf = (index: number) => source.read.select().from(task).where(eq(task.candidateNumber, numberOf(index)))
  const numberOf = (index: number) => people[index]?.attempts[0]?.candidateNumber ?? ''
  const mark = async ({ id: taskId, questionId }: { id: string; questionId: string }, which: 0 | -1, finished = true) => {
    const question = openQuestions.find(({ id }) => id === questionId)
    const criteria = question?.type === 'open' ? question.criteria : []
    const levels = Object.fromEntries(criteria.map(({ key, levels: all }) => [key, all.at(which)?.key ?? '']))
    await source.write((tx) => giveScore(tx, { taskId, assessorId, levels, comment: '', finished }, AFTER))
  }
  for (const index of [0, 1, 2]) for (const one of await tasksOf(index)) await mark(one, -1)
  const [marked, drafted] = await tasksOf(0)
  if (marked) await mark(marked, 0)
  if (drafted) await mark(drafted, 0, false)

  const [, changed, emptied] = people
  const [form] = forms
  await aSeal(source, { attemptId: changed?.attempts[0]?.id ?? '', form, sequence: 2, answers: (question) => (question.type === 'open' ? { text: 'Anders', choice: [] } : everything(question)) })
  await aSeal(source, { attemptId: emptied?.attempts[0]?.id ?? '', form, sequence: 2, answers: nothing })
  // What was counted of a test before it was voided stays with it and is read by nobody; the migration brings none of that.
  const voided = { voidedAt: AFTER, voidedBy: staff.id, openLeft: null, points: null }
  await source.write((tx) => tx.update(attempt).set(voided).where(eq(attempt.id, emptied?.attempts[1]?.id ?? '')))
  const [theirs] = await tasksOf(3)
  await source.write((tx) => declareConflict(tx, { taskId: theirs?.id ?? '', assessorId }, AFTER))
  const { id: personId } = await aPerson(source, { name: 'Nog Bezig' })
  await anAttempt(source, { enrolmentId: (await anEnrolment(source, personId, roundId)).id, personId, roundId, form })
  await anEnrolment(source, (await aPerson(source, { name: 'Nog Niet Begonnen' })).id, roundId, { startsAt: AFTER })
  // As the clock notes it, of places that have tests.
  const withTests = source.read.select({ id: attempt.enrolmentId }).from(attempt)
  await source.write((tx) => tx.update(enrolment).set({ testsMadeAt: sql`${enrolment.startsAt}` }).where(inArray(enrolment.id, withTests)))
  await countWork(source)
}

test('every row survives; marks and piles are what the program keeps at once, tests and what waits as soon as the clock counted', async () => {
  await aRoundInAssessment()
  for (const rows of [
    await source.read.select().from(pile).where(and(gt(pile.todo, 0), gt(pile.draft, 0), gt(pile.done, 0))),
    await source.read.select().from(task).where(and(isNotNull(task.withdrawnAt), isNotNull(task.points))),
    await source.read.select().from(score).where(gt(score.sequence, 1)),
    await source.read.select().from(waitingAnswer),
    await source.read.select().from(attempt).where(isNotNull(attempt.voidedAt)),
    await source.read.select().from(attempt).where(isNull(attempt.sealedAt)),
    await source.read.select().from(attempt).where(gt(attempt.points, 0)),
    await source.read.select().from(enrolment).where(isNotNull(enrolment.testsMadeAt)),
    await source.read.select().from(enrolment).where(isNull(enrolment.testsMadeAt)),
  ]) expect(rows).not.toEqual([])

  await copyRows(today.url, old.url)
  await migrate(old.url)
  const kept = await rowsOf(today.url)
  const { attempt: uncounted, waiting_answer: waiting, ...others } = await rowsOf(old.url)
  expect({ ...others, attempt: kept['attempt'], waiting_answer: kept['waiting_answer'] }).toEqual(kept)
  expect(uncounted?.length).toBe(kept['attempt']?.length)
  expect(waiting).toEqual([])

  const db = await open(old.url)
  expect(new Set((await db.read.select().from(attempt)).map(({ openLeft }) => openLeft))).toEqual(new Set([null]))
  await countWork(db)
  await db.close()
  expect(await rowsOf(old.url)).toEqual(kept)
})

test('a test whose paper somebody had sat before is known as such, from how the log has its beginning', async () => {
  const [caseId, otherId, reflectionId] = await thePapers(source)
  const { id: personId } = await aPerson(source)
  for (const forms of [[caseId, reflectionId], [caseId, otherId, reflectionId]]) {
    const { id: roundId } = await aRound(source, forms)
    await source.write((tx) => tx.update(enrolment).set({ endedAt: NOW, endReason: 'released' }))
    await anEnrolment(source, personId, roundId, { startsAt: NOW })
    await source.write((tx) => startDueEnrolments(tx, NOW, 10))
  }
  const known = async (db: Database) => (await db.read.select().from(attempt).orderBy(asc(attempt.id))).map(({ kind, satBefore }) => ({ kind, satBefore }))
  const kept = await known(source)
  expect(kept.filter(({ satBefore }) => satBefore)).toEqual([{ kind: 'reflection', satBefore: true }])
  await copyRows(today.url, old.url)
  await migrate(old.url)
  const db = await open(old.url)
  expect(await known(db)).toEqual(kept)
  await db.close()
})

/** Every letter of Latin writing beyond those of English, and what is put upon letters. */
const LATIN = [[0xc0, 0x24f], [0x1e00, 0x1eff], [0x300, 0x36f]]
  .flatMap(([first = 0, last = 0]) => Array.from({ length: last - first + 1 }, (_, index) => String.fromCodePoint(first + index)))

test('everybody who was there is found as whoever is added now, whatever Latin letters their name has', async () => {
  const names = ['Özlem Yılmaz', 'İsmail Şahin', 'Łukasz Żak', 'Søren ÆRØ', 'Nguyễn Thị Ánh', 'Zoë', 'José'.normalize('NFD'), 'ŌTSUKA Jūn', 'ÐÓRA Þórsdóttir', ...LATIN.map((letter) => `Aa${letter}`)]
  for (const name of names) await aPerson(source, { name })
  await copyRows(today.url, old.url)
  await migrate(old.url)
  const db = await open(old.url)
  const people = await db.read.select().from(person)
  await db.close()
  expect(people.length).toBe(names.length)
  const wrong = people.filter((one) => one.searchText !== searchTextOf(one)).map(({ name, searchText }) => `${name}: ${searchText}`)
  expect(wrong).toEqual([])
})
