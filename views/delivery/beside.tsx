/** What the pages beside a test (read back, receipt, handing in, the tests) carry for the modules on them. */
import type { Instant } from '../../src/clock.ts'
import type { SittingState } from '../../src/delivery/sitting.ts'
import type { Translate } from '../../src/language/translate.ts'
import { isoMoment } from '../format.ts'
import { Callout } from '../ui/panel.tsx'
import { answerOf } from './question.tsx'
import type { Sitting } from './sitting-types.ts'

interface WatchProps {
  /** Where the module asks how the test stands. */
  readonly clock: string
  /** How it stands on this page. */
  readonly state: SittingState | 'notStarted'
  readonly dueAt: Instant
}

/** For `sitting-watch.js`: this page is loaded again when the test stands otherwise, or its deadline has moved. */
export const Watch = ({ clock, state, dueAt }: WatchProps) => <span hidden data-watch={clock} data-state={state} data-due={isoMoment(dueAt)}></span>

/** For `sitting-unsent.js`: what the server has of each answer, to the letter, and where more is sent. */
export const Standing = ({ sitting }: { readonly sitting: Sitting }) => (
  <>
    {sitting.questions.map(({ id }) => {
      const { text, choice, revision } = answerOf(sitting, id)
      return (
        <template data-answer={id} data-revision={String(revision)} data-save={sitting.links.answer(id)} data-choice={JSON.stringify(choice)}>
          {text}
        </template>
      )
    })}
  </>
)

/** For `sitting-unsent.js`: what waited on this device when the test was closed is sent after all, and kept. */
export const LeftBehind = ({ t, sitting }: { readonly t: Translate; readonly sitting: Sitting }) => (
  <div data-left-behind={sitting.drawer}>
    <div hidden role="status" data-sent>
      <Callout t={t} tone="warn" title={t('delivery.leftBehindTitle')}>
        <p>{t('delivery.leftBehindSent')}</p>
      </Callout>
    </div>
    <div hidden role="status" data-waiting>
      <Callout t={t} tone="bad" title={t('delivery.leftBehindTitle')}>
        <p>{t('delivery.leftBehindWaiting')}</p>
      </Callout>
    </div>
    <Standing sitting={sitting} />
  </div>
)
