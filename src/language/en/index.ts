import type { nl } from '../nl/index.ts'
import { audit } from './audit.ts'
import { common } from './common.ts'
import { delivery } from './delivery.ts'
import { demo } from './demo.ts'
import { grading } from './grading.ts'
import { help } from './help.ts'
import { mails } from './mails.ts'
import { practice } from './practice.ts'
import { problem } from './problem.ts'
import { eligibility } from './eligibility.ts'
import { overview } from './overview.ts'
import { papers } from './papers.ts'
import { results } from './results.ts'
import { rounds } from './rounds.ts'
import { enrolment } from './enrolment.ts'
import { payments } from './payments.ts'
import { refusal } from './refusal.ts'
import { identity } from './identity.ts'
import { accessibility, privacy, terms } from './terms.ts'
import { retakes } from './retakes.ts'
import { supervision } from './supervision.ts'
import { certificates } from './certificates.ts'

/** The same shape with other texts. */
export type Texts<T> = { [K in keyof T]: T[K] extends string ? string : Texts<T[K]> }

export const en: Texts<typeof nl> = {
  accessibility, audit, certificates, common, delivery, demo, eligibility, enrolment, grading, help, identity, mails, overview, papers, payments,
  privacy, practice, problem, refusal, results, retakes, rounds, supervision, terms,
}
