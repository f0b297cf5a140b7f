import { audit } from './audit.ts'
import { common } from './common.ts'
import { delivery } from './delivery.ts'
import { mails } from './mails.ts'
import { problem } from './problem.ts'
import { eligibility } from './eligibility.ts'
import { papers } from './papers.ts'
import { rounds } from './rounds.ts'
import { refusal } from './refusal.ts'

/** The Dutch catalogue: one file per capability; English (`../en`) has the same keys or does not compile. */
export const nl = { audit, common, delivery, mails, problem, refusal, eligibility, papers, rounds }
