import { MINUTE } from '../clock.ts'
import type { Job } from '../job.ts'
import { noteLapsed } from './actions.ts'

export const enrolmentJobs: readonly Job[] = [
  {
    name: 'enrolments.lapse',
    everyMs: 5 * MINUTE,
    async run({ db, now }) {
      while ((await db.write((tx) => noteLapsed(tx, now))) > 0);
    },
  },
]
