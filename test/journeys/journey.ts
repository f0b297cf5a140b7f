/** The whole mission, from enrolment to retake: the same steps by plain form posts and in a browser. */
import { assessing } from './assessing.ts'
import type { Step } from './cast.ts'
import { enrolling } from './enrolling.ts'
import { releasing } from './releasing.ts'
import { sitting } from './sitting.ts'

export const steps: readonly Step[] = [...enrolling, ...sitting, ...assessing, ...releasing]
