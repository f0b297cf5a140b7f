/** What the demonstration promises of its candidates, and where they stand. */
import type { Database } from '../../db/database.ts'
import type { Instant } from '../../src/clock.ts'
import { listPeople } from '../../src/demo/queries.ts'
import { readDoors } from '../../src/demo/seed/cast.ts'
import { standingsOf } from '../../src/demo/standing.ts'
import type { StandingKind } from '../../src/demo/standing.ts'

/** What the panel promises of each candidate with a button. */
export const PROMISED: Readonly<Record<string, StandingKind>> = {
  mayEnrol: 'mayEnrol', missing: 'missing', unpaid: 'unpaid', choosing: 'choosing', planned: 'planned', writing: 'writing',
  hurry: 'writing', extraTime: 'writing', handedInOne: 'handedInOne', handedIn: 'handedIn', waiting: 'written', lapsed: 'lapsed',
  passed: 'passed', mayRetake: 'mayRetake', retaking: 'retaking', failedTwice: 'failedTwice', calledOff: 'calledOff',
}

/** Where every candidate with a button stands. */
export const standings = async (db: Database, now: Instant) => {
  const doors = readDoors().filter(({ roles }) => roles.includes('candidate'))
  const people = new Map((await listPeople(db.read, doors.map(({ email }) => email))).map(({ email, id }) => [email, id]))
  const known = await standingsOf(db.read, [...people.values()], now)
  return Object.fromEntries(doors.map(({ door, email }) => [door, known.get(people.get(email) ?? '')?.kind]))
}
