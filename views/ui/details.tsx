import type { Child } from 'hono/jsx'

interface Props {
  readonly summary: Child
  readonly open?: boolean | undefined
  readonly id?: string | undefined
  readonly children: Child
}

/** What not everybody needs to read. */
export const Details = ({ summary, open = false, id, children }: Props) => (
  <details class="details" open={open} id={id}>
    <summary>{summary}</summary>
    <div class="details-body">{children}</div>
  </details>
)
