import type { Child } from 'hono/jsx'
import type { IconName } from './icon.tsx'
import { Icon } from './icon.tsx'

export type Tone = 'neutral' | 'accent' | 'good' | 'warn' | 'bad'

const signs: Readonly<Record<Tone, IconName>> = { neutral: 'dot', accent: 'clock', good: 'check', warn: 'alert', bad: 'cross' }

/** A status in one or two words: its own sign and shape beside its colour. */
export const Tag = ({ tone = 'neutral', icon, children }: { readonly tone?: Tone | undefined; readonly icon?: IconName | undefined; readonly children: Child }) => (
  <span class={`tag tag-${tone}`}>
    <Icon name={icon ?? signs[tone]} />
    <span>{children}</span>
  </span>
)
