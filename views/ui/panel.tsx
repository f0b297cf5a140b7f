import type { Child } from 'hono/jsx'
import type { Translate } from '../../src/language/translate.ts'
import type { IconName } from './icon.tsx'
import { Icon } from './icon.tsx'

interface PanelProps {
  readonly title?: Child
  /** Beside the title: a tag, a link. */
  readonly aside?: Child
  readonly id?: string | undefined
  /** 2 unless told. */
  readonly level?: 2 | 3 | undefined
  readonly children: Child
}

/** A part of a page with a heading of its own, on a sheet. */
export const Panel = ({ title, aside, id, level = 2, children }: PanelProps) => (
  <section class="panel" id={id}>
    {title && (
      <div class="panel-head">
        <Title level={level}>{title}</Title>
        {aside}
      </div>
    )}
    {children}
  </section>
)

const Title = ({ level, children }: { readonly level: 2 | 3; readonly children: Child }) =>
  level === 2 ? <h2>{children}</h2> : <h3>{children}</h3>

/** Cards beside each other, as many as fit. */
export const Cards = ({ children }: { readonly children: Child }) => <div class="cards">{children}</div>

/** Panels beside each other where there is room for two, below each other where there is not. */
export const Columns = ({ children }: { readonly children: Child }) => <div class="columns">{children}</div>

interface CardProps {
  readonly title: Child
  /** Makes the whole card lead there. */
  readonly href?: string | undefined
  /** A line above the title: a kind, a tag. */
  readonly over?: Child
  readonly level?: 2 | 3 | undefined
  readonly children?: Child
}

/** One thing among others, with where it leads. */
export const Card = ({ title, href, over, level = 3, children }: CardProps) => (
  <article class="card">
    {over && <div class="card-over">{over}</div>}
    <Title level={level}>{href ? <a href={href}>{title}</a> : title}</Title>
    {children}
  </article>
)

export type CalloutTone = 'info' | 'good' | 'warn' | 'bad'

const signs: Readonly<Record<CalloutTone, IconName>> = { info: 'info', good: 'check', warn: 'alert', bad: 'cross' }

interface CalloutProps {
  readonly t: Translate
  readonly tone?: CalloutTone | undefined
  /** "Goed om te weten", "Gelukt" or "Let op" unless told. */
  readonly title?: Child
  readonly children?: Child
  /** `status` or `alert` when it arrives later; nothing when it came with the page. */
  readonly role?: 'status' | 'alert' | undefined
}

/** Something to notice beside the running text. */
export const Callout = ({ t, tone = 'info', title, children, role }: CalloutProps) => (
  <div class={`callout callout-${tone}`} role={role}>
    <span class="callout-sign">
      <Icon name={signs[tone]} />
    </span>
    <div class="callout-body">
      <p class="callout-title">{title ?? t(`common.tone.${tone}`)}</p>
      {children}
    </div>
  </div>
)

interface NextStepProps {
  readonly t: Translate
  readonly title: Child
  readonly children?: Child
  /** The one button of this moment. */
  readonly action?: Child
}

/** The one thing to do now: at most one on a page. */
export const NextStep = ({ t, title, children, action }: NextStepProps) => (
  <section class="next-step" aria-label={t('common.nextStep')}>
    <p class="next-step-over">{t('common.nextStep')}</p>
    <h2>{title}</h2>
    {children}
    {action && <div class="buttons">{action}</div>}
  </section>
)
