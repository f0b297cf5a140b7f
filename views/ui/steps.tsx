import type { Child } from 'hono/jsx'
import type { Translate } from '../../src/language/translate.ts'
import { Icon } from './icon.tsx'

export interface Step {
  readonly title: Child
  readonly state: 'done' | 'current' | 'todo'
  readonly detail?: Child
}

interface Props {
  readonly t: Translate
  /** What the steps lead to, for screen readers. */
  readonly label: string
  readonly steps: readonly Step[]
}

/** How far somebody has come, in an order that matters. */
export const Steps = ({ t, label, steps }: Props) => (
  <ol class="steps" aria-label={label}>
    {steps.map(({ title, state, detail }) => (
      <li class={`step step-${state}`} aria-current={state === 'current' ? 'step' : undefined}>
        <span class="step-mark">{state === 'done' && <Icon name="check" />}</span>
        <div>
          <p class="step-title">
            {title}
            <span class="visually-hidden"> ({t(`common.step.${state}`)})</span>
          </p>
          {detail && <div class="step-detail">{detail}</div>}
        </div>
      </li>
    ))}
  </ol>
)
