import { releaseRound } from '../../certificates/actions.ts'
import { DAY, MINUTE, SECOND } from '../../clock.ts'
import type { Instant } from '../../clock.ts'
import { noteLapsed } from '../../enrolment/actions.ts'
import { callOffRound } from '../../payments/calling-off.ts'
import { findPayments, putDemoRefund } from '../../payments/queries.ts'
import { beginRefund, finishRefund } from '../../payments/refunds.ts'
import { proposeRelease } from '../../results/actions.ts'
import { closeRound, makeRound, noteRoundStates, openRound } from '../../rounds/actions.ts'
import { usualPlan } from '../../rounds/plan.ts'
import type { RoundPlan } from '../../rounds/plan.ts'
import { windowOf } from '../../rounds/rounds.ts'
import { assessingLife } from './assessing.ts'
import type { HeldRound, RoundPlot } from './cast.ts'
import { startRemindersLife } from './reminders.ts'
import { dayOn, idOf, momentOn } from './stage.ts'
import type { Life, Stage } from './stage.ts'

const ORDINALS = ['Eerste', 'Tweede', 'Derde', 'Vierde', 'Vijfde', 'Zesde', 'Zevende', 'Achtste', 'Negende', 'Tiende']

/** "Tweede toetsronde 2026": counted per year in the order of the windows, those that were held before included. */
export function roundNames(stage: Pick<Stage, 'today'>, plots: readonly RoundPlot[], held: readonly HeldRound[]): ReadonlyMap<string, string> {
  const counts = new Map<string, number>()
  const next = (year: string) => {
    const count = counts.get(year) ?? 0
    counts.set(year, count + 1)
    return `${ORDINALS[count] ?? `${count + 1}e`} toetsronde ${year}`
  }
  for (const { windowFirstOn } of held) next(windowFirstOn.slice(0, 4))
  const inOrder = plots.toSorted((one, other) => one.window[0] - other.window[0])
  return new Map(inOrder.map(({ key, window }) => [key, next(dayOn(stage, window[0]).slice(0, 4))]))
}

/** A round from its making as far as it has come. */
export async function* roundLife(stage: Stage, plot: RoundPlot, name: string): Life {
  const { tx, until } = stage
  let now = yield momentOn(stage, plot.made, '10:15')
  const plan = planOf(stage, plot, name)
  const roundId = await makeRound(tx, plan, idOf(stage.people, 'staffOne'), now)
  stage.rounds.set(plot.key, roundId)
  stage.enter(enrolmentLife(stage, plot, roundId))
  if (plot.calledOff !== undefined) {
    now = yield momentOn(stage, plot.calledOff, '11:05')
    await callOffRound(tx, roundId, { kind: 'refund' }, idOf(stage.people, 'staffTwo'), now)
    yield* oneRefund(stage, now + DAY)
    return
  }
  stage.enter(lapsingLife(stage, windowOf(plan).endAt + MINUTE))
  stage.enter(startRemindersLife(stage, plan.windowLastOn, momentOn(stage, plot.window[1] - 1, '09:00') + 2 * MINUTE))
  if (plot.assessing !== undefined) yield* assessingLife(stage, { roundId, assessing: plot.assessing, interrupted: plot.release === undefined })
  if (plot.release === undefined || momentOn(stage, plot.release, '14:30') > until) return
  now = yield momentOn(stage, plot.release, '10:20')
  const releaseId = await proposeRelease(tx, roundId, idOf(stage.people, 'staffOne'), now)
  now = yield momentOn(stage, plot.release, '14:30')
  await releaseRound(tx, releaseId, idOf(stage.people, 'staffTwo'), now)
}

function planOf(stage: Stage, plot: RoundPlot, name: string): RoundPlan {
  const { opens, closes, byHand, window, papers, minimum, maximum, note, assessing, due = assessing?.due } = plot
  const moment = (day: number | undefined, time: string) => (day === undefined || byHand ? null : momentOn(stage, day, time))
  return {
    ...usualPlan,
    name,
    note: note ?? null,
    enrolmentOpensAt: moment(opens, '09:00'),
    enrolmentClosesAt: moment(closes, '17:00'),
    windowFirstOn: dayOn(stage, window[0]),
    windowLastOn: dayOn(stage, window[1]),
    minimumCandidates: minimum ?? null,
    maximumCandidates: maximum ?? null,
    assessingDueOn: due === undefined ? null : dayOn(stage, due),
    formIds: papers.map((key) => idOf(stage.forms, key)),
  }
}

/** Of those who get their money back, the first one has it already. */
async function* oneRefund({ tx, people }: Stage, at: Instant): Life {
  const by = idOf(people, 'staffOne')
  const now = yield at
  const due = (await findPayments(tx, { text: '', page: 1 })).payments.find(({ payment }) => payment.refundDue !== null && payment.refundedAt === null)
  if (due === undefined) return
  const { providerRef } = await beginRefund(tx, due.payment.id, by, now)
  const refundRef = providerRef.replace('demo_', 'demo_re_')
  await putDemoRefund(tx, providerRef, refundRef)
  await finishRefund(tx, due.payment.id, refundRef, by, now + 30 * SECOND)
}

/** The enrolment opens and closes, by the dates or by hand. */
async function* enrolmentLife(stage: Stage, { opens, closes, byHand }: RoundPlot, roundId: string): Life {
  const { tx } = stage
  if (opens === undefined || closes === undefined) return
  if (byHand) {
    let now = yield momentOn(stage, opens, '09:10')
    await openRound(tx, roundId, idOf(stage.people, 'staffTwo'), now)
    now = yield momentOn(stage, closes, '16:40')
    await closeRound(tx, roundId, idOf(stage.people, 'staffTwo'), now)
    return
  }
  for (const at of [momentOn(stage, opens, '09:00'), momentOn(stage, closes, '17:00')]) {
    const now = yield at + 20 * SECOND
    await noteRoundStates(tx, now)
  }
}

/** The window is over: who never chose a start moment has lapsed. */
async function* lapsingLife({ tx }: Stage, at: Instant): Life {
  const now = yield at
  await noteLapsed(tx, now)
}
