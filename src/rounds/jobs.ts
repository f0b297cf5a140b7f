import { MINUTE } from '../clock.ts'
import type { Job } from '../job.ts'
import { noteRoundStates } from './actions.ts'

export const roundJobs: readonly Job[] = [
  {
    name: 'round-states',
    everyMs: MINUTE,
    run: async ({ db, now }) => {
      await db.write((tx) => noteRoundStates(tx, now))
    },
  },
]
