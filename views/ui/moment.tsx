import type { Instant } from '../../src/clock.ts'
import type { Translate } from '../../src/language/translate.ts'
import { isoMoment, longMoment, shortMoment } from '../format.ts'

/** A moment in words, with the machine's own beside it. `at` is ms since 1970 UTC. */
export const Moment = ({ t, at, short = false }: { readonly t: Translate; readonly at: Instant; readonly short?: boolean | undefined }) => (
  <time datetime={isoMoment(at)}>{short ? shortMoment(t, at) : longMoment(t, at)}</time>
)
