import { Hono } from 'hono'
import { z } from 'zod'
import { paths } from '../../views/paths.ts'
import { RoundFormPage } from '../../views/rounds/form.tsx'
import { RoundsPage } from '../../views/rounds/list.tsx'
import type { Db } from '../../db/database.ts'
import type { Instant } from '../clock.ts'
import type { Ctx, Env } from '../http/env.ts'
import { anyText, emptyForm, localDate, optional, someText, submit, wholeNumber } from '../http/form.ts'
import { allow, here, page, pageNumber, viewerOf } from '../http/reply.tsx'
import type { Form, Typed } from '../http/typed.ts'
import { dateAt, timeAt } from '../local-time.ts'
import { refuse } from '../refusal.ts'
import { listPublishedForms } from '../papers/queries.ts'
import type { FormHead } from '../papers/queries.ts'
import { changeRound, closeRound, makeRound, openRound, planOf } from './actions.ts'
import { editionOf, momentOf, usualPlan } from './plan.ts'
import type { RoundPlan } from './plan.ts'
import { findRounds, getRound, getRoundUse, listRoundForms } from './queries.ts'
import type { Round } from './queries.ts'
import { enrolmentStateOf, phaseOf } from './rounds.ts'

// The rules say what a number may be, and name it; here it only has to be one.
const number = () => wholeNumber(-999_999_999, 999_999_999)
const clockTime = () => optional(z.string().trim().regex(/^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/, 'problem.time').transform((text) => text.slice(0, 5)))

const PAPER = 'paper-'

const RoundForm = z
  .looseObject({
    name: someText(120),
    note: optional(anyText(2_000).transform((text) => text.trim())),
    windowFirstOn: localDate(),
    windowLastOn: localDate(),
    workingHours: number(),
    caseHours: optional(number()),
    reflectionHours: optional(number()),
    enrolmentOpensOn: optional(localDate()),
    enrolmentOpensTime: clockTime(),
    enrolmentClosesOn: optional(localDate()),
    enrolmentClosesTime: clockTime(),
    minimumCandidates: optional(number()),
    maximumCandidates: optional(number()),
    assessingDueOn: optional(localDate()),
    seen: optional(anyText(100)),
  })
  .superRefine((values, { addIssue }) => {
    const ask = (path: string) => addIssue({ code: 'custom', path: [path], message: 'problem.time' })
    if (values.enrolmentOpensOn !== null && values.enrolmentOpensTime === null) ask('enrolmentOpensTime')
    if (values.enrolmentClosesOn !== null && values.enrolmentClosesTime === null) ask('enrolmentClosesTime')
  })

/**
 * The papers that were given a preference, case tests first.
 *
 * @throws Refusal `roundPreferenceTwice` when two of a kind have the same one
 */
function chosenPapers(values: Readonly<Record<string, unknown>>, papers: readonly FormHead[]): string[] {
  const placeOf = ({ id }: FormHead) => Number(values[`${PAPER}${id}`] ?? 0)
  const chosen = papers.filter((paper) => placeOf(paper) > 0)
  const twice = chosen.find((one, index) => chosen.slice(0, index).some((other) => other.kind === one.kind && placeOf(other) === placeOf(one)))
  if (twice !== undefined) refuse('roundPreferenceTwice', {}, `${PAPER}${twice.id}`)
  return chosen
    .toSorted((one, other) => one.kind.localeCompare(other.kind) || placeOf(one) - placeOf(other))
    .map(({ id }) => id)
}

function planOfForm(values: z.output<typeof RoundForm>, papers: readonly FormHead[]): RoundPlan {
  const { name, note, windowFirstOn, windowLastOn, workingHours, caseHours, reflectionHours } = values
  const { minimumCandidates, maximumCandidates, assessingDueOn } = values
  const at = (dateOn: string | null, time: string | null, field: string) => (dateOn === null || time === null ? null : momentOf(dateOn, time, field))
  return {
    name, note, windowFirstOn, windowLastOn, workingHours, caseHours, reflectionHours,
    minimumCandidates, maximumCandidates, assessingDueOn,
    enrolmentOpensAt: at(values.enrolmentOpensOn, values.enrolmentOpensTime, 'enrolmentOpensOn'),
    enrolmentClosesAt: at(values.enrolmentClosesOn, values.enrolmentClosesTime, 'enrolmentClosesOn'),
    formIds: chosenPapers(values, papers),
  }
}

/** A round as it would be typed. */
function typedOf(round: Round, forms: Awaited<ReturnType<typeof listRoundForms>>): Typed {
  const text = (value: string | number | null) => (value === null ? '' : String(value))
  const on = (at: Instant | null) => (at === null ? '' : dateAt(at))
  const time = (at: Instant | null) => (at === null ? '' : timeAt(at))
  const place = (form: (typeof forms)[number]) => forms.filter(({ kind }) => kind === form.kind).indexOf(form) + 1
  return {
    name: round.name,
    note: text(round.note),
    windowFirstOn: round.windowFirstOn,
    windowLastOn: round.windowLastOn,
    workingHours: text(round.workingHours),
    caseHours: text(round.caseHours),
    reflectionHours: text(round.reflectionHours),
    enrolmentOpensOn: on(round.enrolmentOpensAt),
    enrolmentOpensTime: time(round.enrolmentOpensAt),
    enrolmentClosesOn: on(round.enrolmentClosesAt),
    enrolmentClosesTime: time(round.enrolmentClosesAt),
    minimumCandidates: text(round.minimumCandidates),
    maximumCandidates: text(round.maximumCandidates),
    assessingDueOn: text(round.assessingDueOn),
    ...Object.fromEntries(forms.map((form) => [`${PAPER}${form.formId}`, String(place(form))])),
  }
}

/** The published papers to choose from: the newest version of each, and older ones that the round has already. */
async function papersFor(db: Db, chosen: readonly string[]): Promise<FormHead[]> {
  const forms = await listPublishedForms(db)
  const newest = forms.filter((form) => !forms.some((other) => other.paperKey === form.paperKey && other.version > form.version))
  return forms.filter((form) => newest.includes(form) || chosen.includes(form.id))
}

async function newPage(c: Ctx, form: Form) {
  return <RoundFormPage here={here(c)} form={form} papers={await papersFor(c.var.db.read, [])} round={null} />
}

async function editPage(c: Ctx, roundId: string, typed: Form | null) {
  const db = c.var.db.read
  const round = await getRound(db, roundId)
  const forms = await listRoundForms(db, roundId)
  const { firstStartsAt } = await getRoundUse(db, roundId)
  const shown = {
    id: roundId,
    name: round.name,
    closedByHand: round.handState === 'closed',
    started: firstStartsAt !== null && firstStartsAt <= c.var.now,
    // After a refusal it is the newest: whoever has read that and saves again means it.
    edition: editionOf(planOf(round, forms.map(({ formId }) => formId))),
  }
  const papers = await papersFor(db, forms.map(({ formId }) => formId))
  return <RoundFormPage here={here(c)} form={typed ?? emptyForm(typedOf(round, forms))} papers={papers} round={shown} />
}

export const roundRoutes = new Hono<Env>()
  .get('/staff/rounds', allow('staff'), async (c) => {
    const { db, now } = c.var
    const { rounds, ...pager } = await findRounds(db.read, pageNumber(c))
    const lines = rounds.map((round) => ({ round, phase: phaseOf(round, now), state: enrolmentStateOf(round, now) }))
    return page(c, <RoundsPage here={here(c)} lines={lines} {...pager} />)
  })
  .get('/staff/rounds/new', allow('staff'), async (c) =>
    page(c, await newPage(c, emptyForm({ workingHours: String(usualPlan.workingHours), enrolmentOpensTime: '09:00', enrolmentClosesTime: '17:00' }))),
  )
  .post('/staff/rounds/new', allow('staff'), async (c) => {
    const { db, now } = c.var
    return submit(c, RoundForm, {
      act: async (values) => {
        const plan = planOfForm(values, await listPublishedForms(db.read))
        return db.write((tx) => makeRound(tx, plan, viewerOf(c).personId, now))
      },
      done: (roundId) => paths.round(roundId),
      again: (form) => newPage(c, form),
    })
  })
  .get('/staff/rounds/:id/edit', allow('staff'), async (c) => page(c, await editPage(c, c.req.param('id'), null)))
  .post('/staff/rounds/:id/edit', allow('staff'), async (c) => {
    const { db, now } = c.var
    const roundId = c.req.param('id')
    return submit(c, RoundForm, {
      act: async (values) => {
        const plan = planOfForm(values, await listPublishedForms(db.read))
        await db.write((tx) => changeRound(tx, { id: roundId, seen: values.seen }, plan, viewerOf(c).personId, now))
      },
      done: () => paths.round(roundId),
      again: (form) => editPage(c, roundId, form),
    })
  })
  .post('/staff/rounds/:id/opening', allow('staff'), async (c) => {
    const { db, now } = c.var
    const roundId = c.req.param('id')
    await db.write((tx) => openRound(tx, roundId, viewerOf(c).personId, now))
    return c.redirect(paths.round(roundId), 303)
  })
  .post('/staff/rounds/:id/closing', allow('staff'), async (c) => {
    const { db, now } = c.var
    const roundId = c.req.param('id')
    await db.write((tx) => closeRound(tx, roundId, viewerOf(c).personId, now))
    return c.redirect(paths.round(roundId), 303)
  })
