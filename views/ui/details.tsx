import type { Child } from 'hono/jsx'

interface Props {
  readonly summary: Child
  /** Makes the summary a heading, where what unfolds is a part of the page. */
  readonly level?: 2 | 3 | undefined
  readonly open?: boolean | undefined
  readonly id?: string | undefined
  readonly children: Child
}

/** What not everybody needs to read. */
export const Details = ({ summary, level, open = false, id, children }: Props) => (
  <details class="details" open={open} id={id}>
    <summary>{level === 2 ? <h2>{summary}</h2> : level === 3 ? <h3>{summary}</h3> : summary}</summary>
    <div class="details-body">{children}</div>
  </details>
)
