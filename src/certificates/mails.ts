import type { Db } from '../../db/database.ts'
import { paths } from '../../views/paths.ts'
import type { Instant } from '../clock.ts'
import { recipientOf } from '../identity/identity.ts'
import { getPerson } from '../identity/queries.ts'
import { translator } from '../language/translate.ts'
import { sendMail } from '../mail/actions.ts'
import { SITE } from '../mail/mail.ts'
import type { Released } from '../results/actions.ts'

/** Tells everybody that their results are there, in one mail for both tests. It leads to them and names none. */
export async function mailResults(
  tx: Db, out: { readonly releaseId: string; readonly roundName: string; readonly results: readonly Released[] }, now: Instant,
): Promise<void> {
  const byPerson = new Map<string, Released[]>()
  for (const one of out.results) byPerson.set(one.personId, [...(byPerson.get(one.personId) ?? []), one])
  for (const [personId, results] of byPerson) {
    const to = recipientOf(await getPerson(tx, personId))
    const t = translator(to.language)
    const links = results
      .toSorted((one, other) => one.kind.localeCompare(other.kind))
      .map(({ kind, attemptId }) => `- ${t(kind === 'case' ? 'common.caseTest' : 'common.reflectionTest')}: ${SITE}${paths.result(attemptId)}`)
    const params = { round: out.roundName, links: links.join('\n') }
    await sendMail(tx, { to, kind: 'results', params, onceKey: `results:${out.releaseId}:${personId}` }, now)
  }
}
