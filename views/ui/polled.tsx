import type { Child } from 'hono/jsx'
import type { Translate } from '../../src/language/translate.ts'

interface Props {
  readonly t: Translate
  readonly id: string
  /** Where the part comes from; it answers 304 to its own version. */
  readonly href: string
  readonly etag: string
  /** Somebody asked it to stand still: what moves under one's eyes cannot be read by everybody. */
  readonly still: boolean
  /**
   * The page around it, as it is asked to go on or to stand still: one with the query that `isStill` reads, one without.
   * None for a message that comes once and then stands.
   */
  readonly page: { readonly still: string; readonly going: string } | null
  readonly children: Child
}

/** A part of a page that refreshes itself every 15 seconds, until it is asked not to. The page is `live`. */
export const Polled = ({ t, id, href, etag, still, page, children }: Props) => {
  const going = { 'hx-get': href, 'hx-trigger': 'every 15s', 'hx-swap': 'outerMorph', 'data-etag': etag }
  return (
    <div id={id} class="stack" {...(still ? {} : going)}>
      {children}
      {page && (
        <p class="hint polling">
          {t(still ? 'common.polled.still' : 'common.polled.going')}{' '}
          <a id={`${id}-polling`} href={still ? page.going : page.still}>
            {t(still ? 'common.polled.go' : 'common.polled.stop')}
          </a>
        </p>
      )}
    </div>
  )
}
