import type { nl } from '../nl/index.ts'
import { audit } from './audit.ts'
import { common } from './common.ts'
import { delivery } from './delivery.ts'
import { mails } from './mails.ts'
import { problem } from './problem.ts'
import { eligibility } from './eligibility.ts'
import { papers } from './papers.ts'
import { rounds } from './rounds.ts'
import { refusal } from './refusal.ts'

/** The same shape with other texts. */
export type Texts<T> = { [K in keyof T]: T[K] extends string ? string : Texts<T[K]> }

export const en: Texts<typeof nl> = { audit, common, delivery, mails, problem, refusal, eligibility, papers, rounds }
