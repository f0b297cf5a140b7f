import type { Form, Problem } from '../../src/http/typed.ts'
import type { Key, Translate } from '../../src/language/translate.ts'
import { refusalText } from '../format.ts'
import { fieldId } from './field.tsx'

interface Props {
  readonly t: Translate
  readonly form: Form
  /** The labels of the fields by name: "Naam: Vul dit veld in." */
  readonly labels: Readonly<Record<string, string>>
}

/** The first problem of each field, in the order of the form. */
const firstOfEach = (problems: readonly Problem[]): readonly Problem[] =>
  problems.filter(({ field }, index) => problems.findIndex((other) => other.field === field) === index)

/** What kind of no it is: something typed that is wrong is mended at once, other things are not. */
function refusedTitle(status: number): Key {
  if (status === 401) return 'common.notice.signIn'
  if (status === 404 || status === 422) return 'common.notice.invalid'
  if (status === 429) return 'common.notice.tooMany'
  return status === 503 ? 'common.notice.unavailable' : 'common.notice.conflict'
}

/**
 * All that is wrong with the form, above it: takes the focus when the page comes back and leads to each field.
 * Shows the refusal of the domain too. Nothing when all is well.
 */
export function ErrorSummary({ t, form, labels }: Props) {
  const problems = firstOfEach(form.problems)
  const { refusal } = form
  if (problems.length === 0 && refusal === null) return null
  return (
    <div class="error-summary" role="alert" tabindex={-1} autofocus aria-labelledby="error-summary-title">
      <h2 id="error-summary-title">
        {refusal ? t(refusedTitle(refusal.status)) : t('common.errorSummary', { count: problems.length })}
      </h2>
      {refusal && (
        <p>
          <Way field={refusal.field} text={refusalText(t, refusal)} />
        </p>
      )}
      {problems.length > 0 && (
        <ul>
          {problems.map(({ field, key }) => (
            <li>
              <Way field={field} text={labels[field] ? `${led(labels[field])} ${t(key)}` : t(key)} />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

/** A label that leads to what is wrong with its field; a question has its own sign. */
const led = (label: string): string => (label.endsWith('?') ? label : `${label}:`)

const Way = ({ field, text }: { readonly field: string | null; readonly text: string }) =>
  field ? <a href={`#${fieldId(field)}`}>{text}</a> : <>{text}</>
