/** Who walks the journey, and what one step leaves for the next. */
import assert from 'node:assert/strict'
import { expectText } from '../support/visitor.ts'
import type { Visitor } from '../support/visitor.ts'
import type { World } from './world.ts'

const PASSWORD = 'een lange zin die ik onthoud'

export const PEOPLE = {
  admin: ['Anneke de Wit', 'anneke@bcmb.test'],
  staff: ['Bram Visser', 'bram@bcmb.test'],
  colleague: ['Carla Jansen', 'carla@bcmb.test'],
  assessor: ['Dirk Peeters', 'dirk@bcmb.test'],
  second: ['Els Mulder', 'els@bcmb.test'],
  candidate: ['Fatima Bouali', 'fatima@voorbeeld.test'],
} as const

export type Who = keyof typeof PEOPLE

/** What one step leaves for the next. */
export interface Memory {
  readonly who: Partial<Record<Who, Visitor>>
  roundPath: string
  retakeRoundPath: string
  personPath: string
  certificate: string
}

export interface Step {
  readonly name: string
  run(world: World, memory: Memory): Promise<void>
}

export const newMemory = (): Memory => ({ who: {}, roundPath: '', retakeRoundPath: '', personPath: '', certificate: '' })

export const visitorOf = ({ who }: Memory, name: Who): Visitor => who[name] ?? assert.fail(`${name} has not signed in`)

/** Follows the link in the invitation, chooses a password and signs in with it. */
export async function acceptInvitation(world: World, memory: Memory, name: Who): Promise<Visitor> {
  const visitor = await world.visitor()
  const [, email] = PEOPLE[name]
  await visitor.open(await world.mailedPath(email, 'invitation'))
  await visitor.fill('Nieuw wachtwoord', PASSWORD)
  await visitor.press('Wachtwoord opslaan')
  await visitor.fill('E-mailadres', email)
  await visitor.fill('Wachtwoord', PASSWORD)
  await visitor.press('Inloggen')
  await expectText(visitor, PEOPLE[name][0])
  memory.who[name] = visitor
  return visitor
}
