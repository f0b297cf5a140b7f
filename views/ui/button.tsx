import type { Child } from 'hono/jsx'

export type ButtonKind = 'primary' | 'secondary' | 'danger' | 'link'

/** Further attributes of an element, `hx-…` and `data-…` above all. */
export type Attributes = Readonly<Record<string, string | boolean>>

interface Look {
  readonly kind?: ButtonKind | undefined
  readonly children: Child
  readonly attrs?: Attributes | undefined
}

type ButtonProps = Look & {
  readonly type?: 'submit' | 'button' | undefined
  readonly name?: string | undefined
  readonly value?: string | undefined
  /** The id of the form it sends, when it stands outside it. */
  readonly form?: string | undefined
}

const look = (kind: ButtonKind) => `button button-${kind}`

/** A button that sends the form around it. */
export const Button = ({ kind = 'primary', type = 'submit', name, value, form, children, attrs }: ButtonProps) => (
  <button type={type} class={look(kind)} name={name} value={value} form={form} {...attrs}>
    {children}
  </button>
)

/** A link that looks like a button: it goes somewhere and changes nothing. */
export const ButtonLink = ({ href, kind = 'primary', children, attrs }: Look & { readonly href: string }) => (
  <a href={href} class={look(kind)} {...attrs}>
    {children}
  </a>
)

type ButtonFormProps = Look & {
  readonly action: string
  /** Sent along as hidden fields. */
  readonly hidden?: Readonly<Record<string, string>> | undefined
  /** For whoever cannot see what stands around the button. */
  readonly of?: string | undefined
}

/** One button that does one thing: a POST form of its own. */
export const ButtonForm = ({ action, hidden = {}, kind = 'secondary', of, children, attrs }: ButtonFormProps) => (
  <form method="post" action={action} class="button-form" {...attrs}>
    {Object.entries(hidden).map(([name, value]) => (
      <input type="hidden" name={name} value={value} />
    ))}
    <button type="submit" class={look(kind)}>
      {children}
      {of && <span class="visually-hidden"> {of}</span>}
    </button>
  </form>
)

/** Buttons beside each other; the first is the most important. */
export const Buttons = ({ children }: { readonly children: Child }) => <div class="buttons">{children}</div>
