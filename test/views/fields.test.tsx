import type { Child } from 'hono/jsx'
import { parse } from 'node-html-parser'
import { describe, expect, test } from 'vitest'
import type { Form } from '../../src/http/typed.ts'
import { translator } from '../../src/language/translate.ts'
import { Checkbox, CheckboxGroup, RadioGroup } from '../../views/ui/choice.tsx'
import { ErrorSummary } from '../../views/ui/error-summary.tsx'
import { Select, TextArea, TextField } from '../../views/ui/field.tsx'

const t = translator('nl')
const form = (given: Partial<Form> = {}): Form => ({ typed: {}, problems: [], refusal: null, ...given })
const drawn = (part: Child) => parse(String(part))
const options = [
  { value: 'case', label: 'Casustoets' },
  { value: 'reflection', label: 'Reflectietoets', hint: 'Over je eigen handelen.' },
]

describe('a field', () => {
  test('keeps what was typed, safely', () => {
    const input = drawn(<TextField t={t} form={form({ typed: { name: '"><b>Łucja' } })} name="name" label="Naam" />).querySelector('input')
    expect(input?.getAttribute('value')).toBe('"><b>Łucja')
  })

  test('ties its label, hint and problem to the input', () => {
    const wrong = form({ problems: [{ field: 'name', key: 'problem.required' }, { field: 'name', key: 'problem.tooLong' }] })
    const field = drawn(<TextField t={t} form={wrong} name="name" label="Naam" hint="Voluit." />)
    const input = field.querySelector('input')
    expect(field.querySelector('label')?.getAttribute('for')).toBe(input?.id)
    expect(input?.getAttribute('aria-invalid')).toBe('true')
    const described = input?.getAttribute('aria-describedby')?.split(' ').map((id) => field.querySelector(`#${id}`)?.textContent)
    expect(described).toEqual(['Voluit.', 'Fout: Vul dit veld in.'])
  })

  test('shows the refusal of the domain that names it', () => {
    const refused = form({ refusal: { reason: 'invalid', params: {}, field: 'name', status: 422 } })
    expect(drawn(<TextField t={t} form={refused} name="name" label="Naam" />).querySelector('.problem')?.textContent).toContain(t('refusal.invalid'))
    expect(drawn(<TextField t={t} form={refused} name="other" label="Naam" />).querySelector('.problem')).toBeNull()
  })

  test('never sends a password back', () => {
    expect(String(<TextField t={t} form={form({ typed: { password: 'geheim' } })} name="password" label="Wachtwoord" type="password" />)).not.toContain('geheim')
  })

  test('loses no line end at the start of a text', () => {
    const html = String(<TextArea t={t} form={form({ typed: { text: '\n\nEerst wit' } })} name="text" label="Tekst" />)
    expect(html).toContain('>\n\n\nEerst wit</textarea>')
  })
})

describe('a choice', () => {
  test('of a list keeps what was chosen', () => {
    const select = drawn(<Select t={t} form={form({ typed: { test: 'reflection' } })} name="test" label="Toets" options={options} />)
    expect(select.querySelectorAll('option[selected]').map((option) => option.getAttribute('value'))).toEqual(['reflection'])
  })

  test('among radio buttons keeps what was chosen; the first has the id of the field', () => {
    const group = drawn(<RadioGroup t={t} form={form({ typed: { test: 'reflection' } })} name="test" label="Toets" options={options} />)
    expect(group.querySelector('input')?.id).toBe('field-test')
    expect(group.querySelectorAll('input[checked]').map((input) => input.getAttribute('value'))).toEqual(['reflection'])
    expect(group.querySelector('legend')?.textContent).toBe('Toets')
  })

  test('of several keeps them all, also when only one came', () => {
    const chosen = (typed: Form['typed']) =>
      drawn(<CheckboxGroup t={t} form={form({ typed })} name="test" label="Toets" options={options} />).querySelectorAll('input[checked]').length
    expect(chosen({ test: ['case', 'reflection'] })).toBe(2)
    expect(chosen({ test: 'case' })).toBe(1)
    expect(chosen({})).toBe(0)
  })

  test('of yes or no is ticked as it was', () => {
    const box = (agree: string) => drawn(<Checkbox t={t} form={form({ typed: { agree } })} name="agree" label="Akkoord" />).querySelector('input[checked]')
    expect(box('on')).not.toBeNull()
    expect(box('')).toBeNull()
  })
})

describe('the error summary', () => {
  const labels = { name: 'Naam' }

  test('is not there when all is well', () => {
    expect(String(<ErrorSummary t={t} form={form()} labels={labels} />)).toBe('')
  })

  test('takes the focus, names each field once and leads to it', () => {
    const problems = [
      { field: 'name', key: 'problem.required' },
      { field: 'name', key: 'problem.tooLong' },
      { field: '', key: 'problem.invalid' },
    ] as const
    const summary = drawn(<ErrorSummary t={t} form={form({ problems })} labels={labels} />)
    const root = summary.querySelector('[role=alert]')
    expect(root?.hasAttribute('autofocus')).toBe(true)
    expect(root?.getAttribute('tabindex')).toBe('-1')
    expect(summary.querySelectorAll('li').map((item) => item.textContent)).toEqual(['Naam: Vul dit veld in.', 'Dit klopt niet. Kijk het na.'])
    expect(summary.querySelector('a')?.getAttribute('href')).toBe('#field-name')
    expect(summary.querySelector('h2')?.textContent).toBe('Er kloppen 2 dingen niet. Pas deze aan:')
  })

  test('a label that asks something keeps its own sign', () => {
    const problems = [{ field: 'text', key: 'problem.required' }] as const
    const summary = drawn(<ErrorSummary t={t} form={form({ problems })} labels={{ text: 'Wat is er aan de hand?' }} />)
    expect(summary.querySelector('li')?.textContent).toBe('Wat is er aan de hand? Vul dit veld in.')
  })

  test('says why the domain refused', () => {
    const refusal = { reason: 'unexpected', params: { code: 'a1b2' }, field: null, status: 500 } as const
    expect(String(<ErrorSummary t={t} form={form({ refusal })} labels={labels} />)).toContain('a1b2')
  })

  test.each([
    ['wrongPassword', 422, 'Er klopt iets niet'],
    ['receiptUnknown', 404, 'Er klopt iets niet'],
    ['tooMany', 429, 'Even wachten'],
    ['unavailable', 503, 'Even geduld'],
    ['signInAgain', 401, 'Log eerst in'],
    ['roundFull', 409, 'Dit kan nu niet'],
    ['notVerified', 403, 'Dit kan nu niet'],
  ] as const)('%s (%i) is called what it is', (reason, status, title) => {
    const refusal = { reason, params: { count: 5 }, field: null, status }
    expect(drawn(<ErrorSummary t={t} form={form({ refusal })} labels={labels} />).querySelector('h2')?.textContent).toBe(title)
  })
})
