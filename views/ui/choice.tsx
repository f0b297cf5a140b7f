import type { FieldProps, Option } from './field.tsx'
import { FieldProblem, Hint, fieldId, problemOf, tied, valueOf, valuesOf } from './field.tsx'

const isTicked = (value: string): boolean => value === 'on' || value === 'true' || value === '1'

type CheckboxProps = FieldProps & {
  /** What is sent when ticked; `on` unless told. */
  readonly value?: string | undefined
}

/** One box to tick. */
export function Checkbox({ value = 'on', ...props }: CheckboxProps) {
  const { t, form, name, label, hint, id = fieldId(name), attrs } = props
  const typed = valueOf(form, name)
  return (
    <div class={problemOf(t, form, name) === null ? 'field' : 'field field-wrong'}>
      <FieldProblem t={t} form={form} name={name} id={id} />
      <div class="choice">
        <input {...tied(props)} type="checkbox" value={value} checked={value === 'on' ? isTicked(typed) : typed === value} {...attrs} />
        <label for={id}>{label}</label>
        {hint && <Hint id={id}>{hint}</Hint>}
      </div>
    </div>
  )
}

type GroupProps = FieldProps & {
  readonly options: readonly Option[]
  /** Beside each other, for two or three short choices. */
  readonly inline?: boolean | undefined
}

/** One choice, all options in view. */
export const RadioGroup = (props: GroupProps) => {
  const chosen = valueOf(props.form, props.name)
  return <Group {...props} type="radio" isChosen={(value) => value === chosen} />
}

/** Any number of choices, all options in view. */
export const CheckboxGroup = (props: GroupProps) => {
  const chosen = valuesOf(props.form, props.name)
  return <Group {...props} type="checkbox" isChosen={(value) => chosen.includes(value)} />
}

type Kind = { readonly type: 'radio' | 'checkbox'; readonly isChosen: (value: string) => boolean }

/** The first input carries the id of the field, so that the error summary can lead there. */
function Group({ options, inline, type, isChosen, ...props }: GroupProps & Kind) {
  const { t, form, name, label, hint, optional, id = fieldId(name), attrs } = props
  const { 'aria-describedby': described, disabled } = tied(props)
  return (
    <fieldset class={problemOf(t, form, name) === null ? 'field' : 'field field-wrong'} aria-describedby={described} disabled={disabled} {...attrs}>
      <legend>
        {label}
        {optional && <span class="optional"> {t('common.optional')}</span>}
      </legend>
      {hint && <Hint id={id}>{hint}</Hint>}
      <FieldProblem t={t} form={form} name={name} id={id} />
      <div class={inline ? 'choices choices-inline' : 'choices'}>
        {options.map((option, index) => {
          const own = index === 0 ? id : `${id}-${index + 1}`
          return (
            <div class="choice">
              <input
                id={own}
                type={type}
                name={name}
                value={option.value}
                checked={isChosen(option.value)}
                disabled={option.disabled === true}
                aria-describedby={option.hint ? `${own}-of` : undefined}
              />
              <label for={own}>{option.label}</label>
              {option.hint && (
                <div class="hint" id={`${own}-of`}>
                  {option.hint}
                </div>
              )}
            </div>
          )
        })}
      </div>
    </fieldset>
  )
}
