import { expect, test } from 'vitest'
import { chooseForm } from '../../src/rounds/choosing.ts'

const form = (formId: string, caseKey: string | null, questionKeys: string[]) => ({ formId, kind: 'case' as const, caseKey, questionKeys })
const sat = (caseKeys: string[], questionKeys: string[]) => ({ caseKeys: new Set(caseKeys), questionKeys: new Set(questionKeys) })

test('the first listed form of the kind is taken when nothing was sat before', () => {
  expect(chooseForm([form('f1', 'vera', ['v1']), form('f2', 'omar', ['o1'])], 'case', sat([], []))).toEqual({ formId: 'f1', fresh: true })
})

test('a form with a case or a single question that was sat before is passed over', () => {
  const listed = [form('f1', 'vera', ['v1']), form('f2', 'omar', ['o1', 'v1']), form('f3', 'lies', ['l1'])]
  expect(chooseForm(listed, 'case', sat(['vera'], ['v1']))).toEqual({ formId: 'f3', fresh: true })
})

test('when every form was sat the first is used and said not to be fresh, so that nobody stands before a closed door', () => {
  expect(chooseForm([form('f1', 'vera', ['v1'])], 'case', sat(['vera'], []))).toEqual({ formId: 'f1', fresh: false })
})

test('a round without a form of the kind gives none', () => {
  expect(chooseForm([form('f1', 'vera', ['v1'])], 'reflection', sat([], []))).toBeUndefined()
})
