import type { Params } from '../refusal.ts'
import { en } from './en/index.ts'
import { nl } from './nl/index.ts'

export const languages = ['nl', 'en'] as const
export type Language = (typeof languages)[number]

type Leaves<T> = { [K in keyof T & string]: T[K] extends string ? K : `${K}.${Leaves<T[K]>}` }[keyof T & string]
export type Singular<K extends string> = K extends `${infer Base}_one` | `${infer Base}_other` ? Base : K

/** Every text of the catalogue, by its path. A plural is one key: `count` in the parameters chooses the form. */
export type Key = Singular<Leaves<typeof nl>>

/** Looks a text up in the language of whoever reads it. */
export interface Translate {
  (key: Key, params?: Params): string
  readonly language: Language
}

/** Every text of one language by its path: a page asks for hundreds of them. */
function pathsOf(texts: Texts, before = ''): [string, string][] {
  return Object.entries(texts).flatMap(([name, text]): [string, string][] => {
    const path = `${before}${name}`
    return typeof text === 'string' ? [[path, text]] : pathsOf(text, `${path}.`)
  })
}
interface Texts {
  readonly [name: string]: string | Texts
}

function makeTranslator(language: Language, catalogue: Texts): Translate {
  const texts = new Map(pathsOf(catalogue))
  const plurals = new Intl.PluralRules(language)
  const textOf = (key: string, count: unknown): string =>
    (typeof count === 'number' ? texts.get(`${key}_${plurals.select(count)}`) : undefined) ?? texts.get(key) ?? key
  const translate = (key: Key, params?: Params): string => (params === undefined ? textOf(key, null) : filled(textOf(key, params['count']), params))
  return Object.assign(translate, { language })
}

const filled = (text: string, params: Params): string => text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(params[name] ?? ''))

const translators: Readonly<Record<Language, Translate>> = { nl: makeTranslator('nl', nl), en: makeTranslator('en', en) }

/** The translator of one language; views and mails get it handed in. */
export const translator = (language: Language): Translate => translators[language]

const keys: ReadonlySet<string> = new Set(pathsOf(nl).map(([path]) => path))

/** Whether a string (a zod message, say) is a key of the catalogue. */
export const isKey = (key: string): key is Key => keys.has(key)

export const isLanguage = (value: unknown): value is Language => languages.some((language) => language === value)
