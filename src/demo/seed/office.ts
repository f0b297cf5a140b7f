import { theClock } from '../../audit/audit.ts'
import { HOUR, MINUTE } from '../../clock.ts'
import type { Instant } from '../../clock.ts'
import { importExemptions } from '../../eligibility/actions.ts'
import { importFramework } from '../../frameworks/actions.ts'
import { createPerson, invite, proveAddress } from '../../identity/actions.ts'
import { findAccountByEmail } from '../../identity/queries.ts'
import { importPaper, publishForm } from '../../papers/actions.ts'
import { getPublishedForm } from '../../papers/queries.ts'
import { importRound } from '../../rounds/actions.ts'
import { usualPlan } from '../../rounds/plan.ts'
import { draw } from './chance.ts'
import { idOf, momentOn } from './stage.ts'
import type { Life, Stage } from './stage.ts'

/** The office opens: its people, the frameworks, the papers and the rounds that were held before. */
export async function* officeLife(stage: Stage): Life {
  const { tx, cast } = stage
  let now = yield momentOn(stage, -420, '09:00')
  for (const colleague of cast.office.toSorted((one, other) => firstOf(one.roles) - firstOf(other.roles))) {
    const by = stage.people.get('administrator') ?? theClock
    const { id } = await createPerson(tx, { ...colleague, language: 'nl' }, by, now)
    stage.people.set(colleague.key, id)
    await invite(tx, id, by, now)
    stage.enter(acceptsInvitation(stage, colleague.email, now + (2 + 20 * draw(colleague.key)) * HOUR))
    now = yield now + 6 * MINUTE
  }
  now = yield momentOn(stage, -413, '10:00')
  await importExemptions(tx, cast.exemptions)
  for (const framework of cast.frameworks) await importFramework(tx, framework, now)
  now = yield momentOn(stage, -406, '11:20')
  for (const held of cast.heldRounds) await importRound(tx, { ...usualPlan, ...held, note: held.note ?? null }, idOf(stage.people, 'staffOne'), now)
  yield* papersArrive(stage)
}

/** Administrators first: they add the others. */
const firstOf = (roles: readonly string[]): number => (roles.includes('administrator') ? 0 : 1)

async function* papersArrive(stage: Stage): Life {
  const { tx, cast, forms } = stage
  let now = yield momentOn(stage, -260, '13:30')
  for (const paper of cast.papers) {
    const formId = await importPaper(tx, paper, idOf(stage.people, 'staffTwo'), now, cast.attached)
    now = yield now + 50 * MINUTE
    await publishForm(tx, formId, idOf(stage.people, 'staffOne'), now)
    forms.set((await getPublishedForm(tx, formId)).paperKey, formId)
    now = yield now + 10 * MINUTE
  }
}

/** Reads the mail and can sign in from then on. */
export async function* acceptsInvitation({ tx }: Stage, email: string, at: Instant): Life {
  const now = yield at
  const account = await findAccountByEmail(tx, email)
  if (account !== undefined) await proveAddress(tx, account.id, now)
}
