import type { Child } from 'hono/jsx'

interface Props {
  readonly items: readonly { readonly value: Child; readonly label: Child; readonly href?: string | undefined }[]
}

/** A few numbers that matter, each with what it counts. */
export const Figures = ({ items }: Props) => (
  <dl class="figures">
    {items.map(({ value, label, href }) => (
      <div class="figure">
        <dt>{href ? <a href={href}>{label}</a> : label}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
)
