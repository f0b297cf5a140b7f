import type { Child } from 'hono/jsx'
import type { Form } from '../../src/http/typed.ts'
import type { Translate } from '../../src/language/translate.ts'
import { refusalText } from '../format.ts'
import type { Attributes } from './button.tsx'

/** What every field has. Its value comes from `form.typed`, its problem from `form.problems` or `form.refusal`. */
export interface FieldProps {
  readonly t: Translate
  readonly form: Form
  readonly name: string
  readonly label: string
  readonly hint?: Child
  /** Says "(niet verplicht)" behind the label. */
  readonly optional?: boolean | undefined
  /** Only needed when the same name occurs twice on a page. */
  readonly id?: string | undefined
  readonly disabled?: boolean | undefined
  readonly attrs?: Attributes | undefined
}

/** The id of a field, which the error summary links to. */
export const fieldId = (name: string): string => `field-${name}`

/** What was typed in a field that is sent once. */
export function valueOf(form: Form, name: string): string {
  const value = form.typed[name]
  return typeof value === 'string' ? value : (value?.[0] ?? '')
}

/** What was chosen in a field that is sent several times. */
export function valuesOf(form: Form, name: string): readonly string[] {
  const value = form.typed[name]
  return typeof value === 'string' ? [value] : (value ?? [])
}

/** What is wrong with this field, in words: the first problem, or the refusal that names it. */
export function problemOf(t: Translate, form: Form, name: string): string | null {
  const problem = form.problems.find(({ field }) => field === name)
  if (problem) return t(problem.key)
  if (form.refusal?.field === name) return refusalText(t, form.refusal)
  return null
}

/** The attributes that tie an input to its label, hint and problem. */
export function tied({ t, form, name, hint, id = fieldId(name), disabled }: FieldProps) {
  const wrong = problemOf(t, form, name) !== null
  const described = [hint ? `${id}-hint` : null, wrong ? `${id}-problem` : null].filter((part) => part !== null)
  return {
    id,
    name,
    disabled: disabled === true,
    'aria-invalid': wrong ? 'true' : undefined,
    'aria-describedby': described.length > 0 ? described.join(' ') : undefined,
  }
}

/** The hint under a label. */
export const Hint = ({ id, children }: { readonly id: string; readonly children: Child }) => (
  <div class="hint" id={`${id}-hint`}>
    {children}
  </div>
)

/** The problem of one field; nothing when all is well. */
export function FieldProblem({ t, form, name, id = fieldId(name) }: Pick<FieldProps, 't' | 'form' | 'name' | 'id'>) {
  const text = problemOf(t, form, name)
  if (text === null) return null
  return (
    <p class="problem" id={`${id}-problem`}>
      <span class="visually-hidden">{t('common.errorPrefix')}: </span>
      {text}
    </p>
  )
}

/** Label, hint, problem and whatever is typed in. */
export function Field({ children, ...props }: FieldProps & { readonly children: Child }) {
  const { t, form, name, label, hint, optional, id = fieldId(name) } = props
  return (
    <div class={problemOf(t, form, name) === null ? 'field' : 'field field-wrong'}>
      <label for={id}>
        {label}
        {optional && <span class="optional"> {t('common.optional')}</span>}
      </label>
      {hint && <Hint id={id}>{hint}</Hint>}
      <FieldProblem t={t} form={form} name={name} id={id} />
      {children}
    </div>
  )
}

export type FieldWidth = 'short' | 'medium' | 'full'

type TextFieldProps = FieldProps & {
  readonly type?: 'text' | 'email' | 'password' | 'tel' | 'url' | 'search' | 'time' | undefined
  readonly autocomplete?: string | undefined
  readonly inputmode?: 'text' | 'numeric' | 'decimal' | 'email' | undefined
  readonly width?: FieldWidth | undefined
  readonly maxlength?: number | undefined
}

/** One line of text. A password never comes back in the page. */
export const TextField = ({ type = 'text', autocomplete, inputmode, width = 'medium', maxlength, ...props }: TextFieldProps) => (
  <Field {...props}>
    <input
      {...tied(props)}
      type={type}
      class={`input input-${width}`}
      value={type === 'password' ? undefined : valueOf(props.form, props.name)}
      autocomplete={autocomplete}
      inputmode={inputmode}
      maxlength={maxlength}
      {...props.attrs}
    />
  </Field>
)

/** Several lines of text. The first line end goes in the parser of every browser: it is not the writer's. */
export const TextArea = ({ rows = 6, ...props }: FieldProps & { readonly rows?: number | undefined }) => (
  <Field {...props}>
    <textarea {...tied(props)} class="input input-full" rows={rows} {...props.attrs}>
      {'\n'}
      {valueOf(props.form, props.name)}
    </textarea>
  </Field>
)

type Bounds = FieldProps & { readonly min?: string | number | undefined; readonly max?: string | number | undefined }

/** A local date; the value is `yyyy-mm-dd`. */
export const DateField = ({ min, max, ...props }: Bounds) => (
  <Field {...props}>
    <input {...tied(props)} type="date" class="input input-short" min={min} max={max} value={valueOf(props.form, props.name)} {...props.attrs} />
  </Field>
)

/** A whole number. A plain text field: spinners change numbers by accident. */
export const NumberField = ({ unit, ...props }: FieldProps & { readonly unit?: string | undefined }) => (
  <Field {...props}>
    <span class="with-unit">
      <input {...tied(props)} type="text" inputmode="numeric" class="input input-number" value={valueOf(props.form, props.name)} {...props.attrs} />
      {unit && <span class="unit">{unit}</span>}
    </span>
  </Field>
)

export interface Option {
  readonly value: string
  readonly label: string
  readonly hint?: Child
  readonly disabled?: boolean | undefined
}

type SelectProps = FieldProps & {
  readonly options: readonly Option[]
  /** The text of an empty first choice; without it there is none. */
  readonly empty?: string | undefined
}

/** One choice out of a list. */
export function Select({ options, empty, ...props }: SelectProps) {
  const chosen = valueOf(props.form, props.name)
  return (
    <Field {...props}>
      <select {...tied(props)} class="input input-medium" {...props.attrs}>
        {empty !== undefined && <option value="">{empty}</option>}
        {options.map(({ value, label, disabled }) => (
          <option value={value} selected={value === chosen} disabled={disabled === true}>
            {label}
          </option>
        ))}
      </select>
    </Field>
  )
}
