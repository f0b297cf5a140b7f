import type { Child } from 'hono/jsx'
import { Icon } from './icon.tsx'

interface Props {
  readonly title: Child
  /** One or two sentences under the title. */
  readonly lead?: Child
  /** The page above this one. */
  readonly back?: { readonly href: string; readonly label: string } | undefined
  /** A tag beside the title. */
  readonly tag?: Child
  /** Buttons at the right, or below on a small screen. */
  readonly actions?: Child
}

/** The head of a page, with its only `h1`. */
export const Heading = ({ title, lead, back, tag, actions }: Props) => (
  <div class="heading">
    {back && (
      <a class="back" href={back.href}>
        <Icon name="back" />
        {back.label}
      </a>
    )}
    <div class="heading-row">
      <div class="heading-text">
        <div class="heading-title">
          <h1>{title}</h1>
          {tag}
        </div>
        {lead && <div class="lead">{lead}</div>}
      </div>
      {actions && <div class="buttons">{actions}</div>}
    </div>
  </div>
)
