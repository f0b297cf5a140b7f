interface Props {
  /** What the links have in common, for screen readers. */
  readonly label: string
  readonly items: readonly { readonly href: string; readonly label: string; readonly current?: boolean | undefined }[]
}

/** The pages of one thing: of a round, of a person, of an account. */
export const Subnav = ({ label, items }: Props) => (
  <nav class="subnav" aria-label={label}>
    <ul>
      {items.map(({ href, label: text, current }) => (
        <li>
          <a href={href} aria-current={current ? 'page' : undefined}>
            {text}
          </a>
        </li>
      ))}
    </ul>
  </nav>
)
