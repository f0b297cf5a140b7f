import type { Child } from 'hono/jsx'

export interface SummaryRow {
  readonly key: Child
  readonly value: Child
  /** A link behind the value; `of` completes it for screen readers: "Wijzig (het startmoment)". */
  readonly action?: { readonly href: string; readonly label: string; readonly of: string } | undefined
}

/** What is known, as keys and values. */
export const SummaryList = ({ rows }: { readonly rows: readonly SummaryRow[] }) => (
  <dl class="summary">
    {rows.map(({ key, value, action }) => (
      <div>
        <dt>{key}</dt>
        <dd>{value}</dd>
        {action && (
          <dd class="summary-action">
            <a href={action.href}>
              {action.label}
              <span class="visually-hidden"> {action.of}</span>
            </a>
          </dd>
        )}
      </div>
    ))}
  </dl>
)
