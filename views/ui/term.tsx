import type { Child } from 'hono/jsx'
import { Icon } from './icon.tsx'

interface Props {
  /** Of the explanation; once on a page. */
  readonly id: string
  /** The word as it stands in the text. */
  readonly word: string
  readonly children: Child
}

/**
 * A word of the trade with what it means one press away. The browser opens and closes the explanation, moves the
 * focus and tells screen readers; where it cannot, the explanation simply stands there.
 */
export const Term = ({ id, word, children }: Props) => (
  <span class="term">
    <button type="button" popovertarget={id}>
      {word} <Icon name="info" />
    </button>
    <span id={id} popover="auto" role="note">
      {children}
    </span>
  </span>
)
