/** The two languages say the same things, in the tone of the house. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { en } from '../../src/language/en/index.ts'
import { nl } from '../../src/language/nl/index.ts'
import { isKey } from '../../src/language/translate.ts'
import { sourcesIn } from './sources.ts'

type Tree = { readonly [key: string]: string | Tree }

/** Every text by its key; the forms of a plural are one. */
function textsOf(tree: Tree, above = ''): [key: string, text: string][] {
  return Object.entries(tree).flatMap(([name, value]) => (typeof value === 'string' ? [[above + name, value]] : textsOf(value, `${above}${name}.`)))
}

const dutch = new Map(textsOf(nl))
const english = new Map(textsOf(en))

const placeholders = (text: string): string[] => [...new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = '']) => name))].toSorted()

/** Keys that are put together: what stands behind these comes from a list in the sources. Audit events have a test of their own. */
const puzzled = [
  'certificates.', 'common.step.', 'common.tone.', 'demo.clock.', 'demo.doors.', 'demo.roles.', 'demo.standing.', 'enrolment.endedBecause.',
  'enrolment.rules.', 'enrolment.stage.', 'enrolment.step.', 'identity.accounts.', 'identity.roles.', 'mails.', 'overview.candidates.',
  'overview.round.', 'overview.stretches.', 'payments.notPaidText.', 'payments.paymentStates.', 'payments.product.',
  'payments.refundDone.', 'payments.refundDue.', 'payments.states.', 'refusal.', 'rounds.phases.', 'rounds.states.', 'supervision.board.', 'supervision.kinds.',
]

/** "één" and "one" may be written out in the form for one. */
const isOne = (key: string): boolean => key.endsWith('_one')

describe('the catalogue', () => {
  test('both languages have the same keys', () => {
    expect([...dutch.keys()].filter((key) => !english.has(key)), 'in Dutch alone').toEqual([])
    expect([...english.keys()].filter((key) => !dutch.has(key)), 'in English alone').toEqual([])
  })

  test('a text has the same placeholders in both languages', () => {
    const different = [...dutch].flatMap(([key, text]) => {
      const [one, other] = [placeholders(text), placeholders(english.get(key) ?? '')]
      return isOne(key) || one.join() === other.join() ? [] : [`${key}: ${one.join(' ')} / ${other.join(' ')}`]
    })
    expect(different).toEqual([])
  })

  test('a plural has both its forms', () => {
    const halves = [...dutch.keys()].filter((key) => {
      const [, base, form] = /^(.*)_(one|other)$/.exec(key) ?? []
      return base !== undefined && !dutch.has(`${base}_${form === 'one' ? 'other' : 'one'}`)
    })
    expect(halves).toEqual([])
  })

  test('no text is empty', () => {
    expect([...dutch, ...english].filter(([, text]) => text.trim() === '').map(([key]) => key)).toEqual([])
  })

  test('Dutch has no exclamation marks, and says "je"', () => {
    expect([...dutch].filter(([, text]) => text.includes('!')).map(([key]) => key), 'exclamation mark').toEqual([])
    expect([...dutch].filter(([, text]) => /\b(u|uw|Uw)\b/.test(text)).map(([key]) => key), '"u" or "uw"').toEqual([])
  })

  test('Dutch makes two sentences rather than one with a semicolon', () => {
    expect([...dutch].filter(([, text]) => text.includes(';')).map(([key]) => key)).toEqual([])
  })

  test('Dutch keeps to one word for a thing', () => {
    const notOurs = /resultaat|resultaten|bladzijde|plaatjes|uiterste moment|toetsronde \{\{round\}\}|deadline/i
    const words = (text: string) => text.replaceAll(/\{\{(?!round)\w+\}\}/g, '')
    expect([...dutch].filter(([, text]) => notOurs.test(words(text))).map(([key]) => key)).toEqual([])
    expect([...english].filter(([, text]) => /\bround \{\{round\}\}/i.test(text)).map(([key]) => key), 'the name of a round says that it is one').toEqual([])
  })

  test('refusals leave writing a date to views/format.ts: no date in figures, no value that is not named as one', () => {
    const refusals = [...dutch, ...english].filter(([key]) => key.startsWith('refusal.'))
    expect(refusals.filter(([, text]) => /\d\d-\d\d-\d{4}|\{\{(date|first|last|moment|at)\}\}/.test(text)).map(([key]) => key)).toEqual([])
  })

  test('every text is used somewhere', () => {
    const written = sourcesIn('src', 'views').filter(({ path }) => !/^src\/language\/(nl|en)\//.test(path))
      // The table of statuses names every refusal, also one that is never made.
      .map(({ code }) => code.replaceAll(/^ {2}\w+: \d{3},$/gm, '')).join('\n')
    const people = readFileSync(new URL('../../db/seed/people.json', import.meta.url), 'utf8')
    const says = (word: string) => [`'${word}'`, `"${word}"`, ` ${word}:`].some((form) => written.includes(form) || people.includes(form))
    const isUsed = (key: string) => {
      if (says(key)) return true
      const prefix = puzzled.find((start) => key.startsWith(start)) ?? ''
      const [part = ''] = key.slice(prefix.length).split('.')
      return prefix !== '' && (says(part) || says(part.replace(/Hint$/, '')))
    }
    const keys = new Set([...dutch.keys()].map((key) => key.replace(/_(one|other)$/, '')))
    expect([...keys].filter((key) => !key.startsWith('audit.') && !isUsed(key))).toEqual([])
    expect(puzzled.filter((prefix) => !written.includes(`\`${prefix}$`)), 'nobody puts these together').toEqual([])
  })

  test('every audit event that is recorded has a text', () => {
    const recorded = new Set(
      sourcesIn('src').flatMap(({ code }) => [...code.matchAll(/\bwhat: '([a-zA-Z]+\.[a-zA-Z]+)'/g)].map(([, what = '']) => what)),
    )
    expect(recorded.size).toBeGreaterThan(30)
    const keyOf = (what: string) => `audit.${what.replace(/\.(\w)/, (_, letter: string) => letter.toUpperCase())}`
    expect([...recorded].filter((what) => !isKey(keyOf(what)))).toEqual([])
  })

  test('every text of an audit event has its event', () => {
    const written = sourcesIn('src').filter(({ path }) => !path.startsWith('src/language/')).map(({ code }) => code).join('\n')
    const texts = [...dutch.keys()].flatMap((key) => (key.startsWith('audit.') ? [key.slice('audit.'.length)] : []))
    // Either part can be of two words: `enrolment.startChosen`, `newChance.given`.
    const whatsOf = (key: string) => [...key.matchAll(/[A-Z]/g)].map(({ index, 0: letter }) => `'${key.slice(0, index)}.${letter.toLowerCase()}${key.slice(index + 1)}'`)
    expect(texts.filter((key) => !whatsOf(key).some((what) => written.includes(what)))).toEqual([])
  })
})
