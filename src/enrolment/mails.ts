import type { Db } from '../../db/database.ts'
import { dateRange, longMoment } from '../../views/format.ts'
import type { Instant } from '../clock.ts'
import { recipientOf } from '../identity/identity.ts'
import { getPerson } from '../identity/queries.ts'
import { translator } from '../language/translate.ts'
import type { Translate } from '../language/translate.ts'
import { sendMail } from '../mail/actions.ts'
import { SITE } from '../mail/mail.ts'
import type { TestKind } from '../papers/content.ts'
import type { Round } from '../rounds/queries.ts'
import { deadlinesOf, testName } from './enrolment.ts'
import type { Deadline, Enrolment } from './enrolment.ts'
import { plannedCalendar } from './planned.ts'
import { findAccommodation, getEnrolment } from './queries.ts'

/** One line when all tests end together, a line for each when they do not. */
function deadlineLines(t: Translate, deadlines: readonly Deadline[]): string {
  const moments = new Set(deadlines.map(({ dueAt }) => dueAt))
  const [only] = moments
  if (moments.size === 1 && only !== undefined) return longMoment(t, only)
  return deadlines.map(({ kind, dueAt }) => `\n- ${testName(t, kind)}: ${longMoment(t, dueAt)}`).join('')
}

const about = async (tx: Db, { personId }: Enrolment) => {
  const to = recipientOf(await getPerson(tx, personId))
  return { to, t: translator(to.language) }
}

/** Start and deadlines as this transaction leaves them, to go with the mail that tells of them. */
export const calendarFor = async (tx: Db, enrolmentId: string, t: Translate, now: Instant): Promise<{ calendar: string | null }> => ({
  calendar: await plannedCalendar(tx, await getEnrolment(tx, enrolmentId), { t, site: SITE }, now),
})

/** Start and deadline of a chosen moment. */
export async function mailStart(tx: Db, enrolment: Enrolment & { readonly startsAt: Instant }, round: Round, now: Instant): Promise<void> {
  const { to, t } = await about(tx, enrolment)
  const deadlines = deadlinesOf(enrolment, enrolment.startsAt, round, await findAccommodation(tx, enrolment.personId))
  const params = { round: round.name, start: longMoment(t, enrolment.startsAt), deadline: deadlineLines(t, deadlines), enrolmentId: enrolment.id }
  await sendMail(tx, { to, kind: 'startChosen', params, ...(await calendarFor(tx, enrolment.id, t, now)) }, now)
}

/** Nobody chose a moment in time. */
export async function mailLapsed(tx: Db, enrolment: Enrolment, round: Round, now: Instant): Promise<void> {
  const { to } = await about(tx, enrolment)
  await sendMail(tx, { to, kind: 'enrolmentLapsed', params: { round: round.name } }, now)
}

/** The office lets somebody enrol in full once more. */
export async function mailNewChance(tx: Db, personId: string, kinds: readonly TestKind[], now: Instant): Promise<void> {
  const to = recipientOf(await getPerson(tx, personId))
  const t = translator(to.language)
  const tests = kinds.map((kind) => `- ${testName(t, kind)}`).join('\n')
  await sendMail(tx, { to, kind: 'newChance', params: { tests } }, now)
}

/** The place is in another round from now on. */
export async function mailMoved(
  tx: Db, enrolment: Enrolment, { from, to: target }: { readonly from: Round; readonly to: Round },
  kind: 'enrolmentMoved' | 'roundCalledOffMoved', now: Instant,
): Promise<void> {
  const { to, t } = await about(tx, enrolment)
  const window = dateRange(t, target.windowFirstOn, target.windowLastOn)
  await sendMail(tx, { to, kind, params: { from: from.name, round: target.name, window, enrolmentId: enrolment.id } }, now)
}
