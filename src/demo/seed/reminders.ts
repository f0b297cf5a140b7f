import { HOUR, MINUTE } from '../../clock.ts'
import type { Instant } from '../../clock.ts'
import { listOpenAttempts } from '../../delivery/queries.ts'
import { listNotChosen, listUnsent } from '../../delivery/reminder-queries.ts'
import { deadlineReminders, mailDeadlineReminder, mailStartReminder, startReminderKey } from '../../delivery/reminders.ts'
import { REMINDERS } from '../../enrolment/calendar.ts'
import { plusDays } from '../../local-time.ts'
import type { Life, Stage } from './stage.ts'

/** What the job does before a deadline: whoever has not handed in everything hears of it. */
export async function* deadlineRemindersLife({ tx }: Stage, dueAt: Instant): Life {
  for (const hours of REMINDERS) {
    const now = yield dueAt - hours * HOUR + 2 * MINUTE
    const due = deadlineReminders(await listOpenAttempts(tx, now), now)
    const unsent = await listUnsent(tx, due.map(({ onceKey }) => onceKey))
    for (const reminder of due.filter(({ onceKey }) => unsent.has(onceKey))) await mailDeadlineReminder(tx, reminder, now)
  }
}

/** What the job does the day before the window's last day. @param at that morning */
export async function* startRemindersLife({ tx }: Stage, windowLastOn: string, at: Instant): Life {
  const now = yield at
  const places = (await listNotChosen(tx, plusDays(windowLastOn, -1), windowLastOn)).filter(({ round }) => round.windowLastOn === windowLastOn)
  for (const place of places) {
    if ((await listUnsent(tx, [startReminderKey(place)])).size > 0) await mailStartReminder(tx, place, now)
  }
}
