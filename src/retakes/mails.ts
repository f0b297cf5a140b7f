import type { Db } from '../../db/database.ts'
import { euros } from '../../views/format.ts'
import type { Instant } from '../clock.ts'
import { recipientOf } from '../identity/identity.ts'
import { getPerson } from '../identity/queries.ts'
import { translator } from '../language/translate.ts'
import { sendMail } from '../mail/actions.ts'
import { PRICES, productOf } from '../payments/prices.ts'
import type { Released } from '../results/actions.ts'
import { TEST_KINDS } from './retakes.ts'

/** Offers the retake of each of these insufficient first attempts of one person, with its fee. */
export async function mailRetakeOffer(tx: Db, personId: string, results: readonly Released[], now: Instant): Promise<void> {
  const to = recipientOf(await getPerson(tx, personId))
  const t = translator(to.language)
  const kinds = TEST_KINDS.filter((kind) => results.some((one) => one.kind === kind))
  const lines = kinds.map((kind) => {
    const fee = PRICES[productOf('retake', { case: kind === 'case', reflection: kind === 'reflection' })]
    return `- ${t(kind === 'case' ? 'common.caseTest' : 'common.reflectionTest')}: ${euros(t, fee)}`
  })
  const onceKey = `retakeOffer:${results.map(({ resultId }) => resultId).sort().join('+')}`
  await sendMail(tx, { to, kind: 'retakeOffer', params: { tests: lines.join('\n') }, onceKey }, now)
}
