import type { Db } from '../../db/database.ts'
import { MINUTE } from '../clock.ts'
import type { Job, JobDeps } from '../job.ts'
import { dateAt, plusDays } from '../local-time.ts'
import { listOpenAttempts } from './queries.ts'
import { listNotChosen, listUnsent } from './reminder-queries.ts'
import { deadlineReminders, mailDeadlineReminder, mailStartReminder, startReminderKey } from './reminders.ts'
import { isStartReminderDue } from './reminding.ts'

/** How many mails go into one transaction. */
const AT_ONCE = 25

async function inSteps<T>(db: JobDeps['db'], all: readonly T[], work: (tx: Db, one: T) => Promise<void>): Promise<void> {
  for (let from = 0; from < all.length; from += AT_ONCE) {
    await db.write(async (tx) => {
      for (const one of all.slice(from, from + AT_ONCE)) await work(tx, one)
    })
  }
}

/** Reminds everybody whose deadline is 24 or 4 hours away and who has not handed in everything. */
async function remindOfDeadlines({ db, now }: JobDeps): Promise<void> {
  const due = deadlineReminders(await listOpenAttempts(db.read, now), now)
  const unsent = await listUnsent(db.read, due.map(({ onceKey }) => onceKey))
  await inSteps(db, due.filter(({ onceKey }) => unsent.has(onceKey)), (tx, reminder) => mailDeadlineReminder(tx, reminder, now))
}

/** Reminds everybody who has not chosen a start moment, the day before the window ends. */
async function remindOfStarts({ db, now }: JobDeps): Promise<void> {
  const today = dateAt(now)
  const places = (await listNotChosen(db.read, today, plusDays(today, 1))).filter(({ round }) => isStartReminderDue(round, now))
  const unsent = await listUnsent(db.read, places.map(startReminderKey))
  await inSteps(db, places.filter((place) => unsent.has(startReminderKey(place))), (tx, place) => mailStartReminder(tx, place, now))
}

export const reminderJobs: readonly Job[] = [
  { name: 'delivery.remindOfDeadlines', everyMs: 5 * MINUTE, run: remindOfDeadlines },
  { name: 'delivery.remindOfStarts', everyMs: 15 * MINUTE, run: remindOfStarts },
]
