import type { Child } from 'hono/jsx'

interface Props {
  readonly id: string
  /** Where the part comes from; it answers 304 to its own version. */
  readonly href: string
  readonly etag: string
  readonly children: Child
}

/** A part of a page that refreshes itself every 15 seconds. The page is `live`. */
export const Polled = ({ id, href, etag, children }: Props) => (
  <div id={id} class="stack" hx-get={href} hx-trigger="every 15s" hx-swap="outerMorph" data-etag={etag}>
    {children}
  </div>
)
