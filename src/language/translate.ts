import i18next from 'i18next'
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

const catalogue = i18next.createInstance()
await catalogue.init({
  resources: { nl: { translation: nl }, en: { translation: en } },
  lng: 'nl',
  fallbackLng: false,
  supportedLngs: languages,
  interpolation: { escapeValue: false },
  returnNull: false,
})

/** The translator of one language; views and mails get it handed in. */
export const translator = (language: Language): Translate => translators[language]

/**
 * A page asks for hundreds of texts, and the catalogue takes tens of microseconds for each. So it is asked once for a
 * text, and each time only for a plural; filling in what is named between braces is done here.
 */
function makeTranslator(language: Language): Translate {
  const fixed = catalogue.getFixedT(language)
  const texts = new Map<Key, string>()
  const textOf = (key: Key): string => {
    const text = texts.get(key) ?? fixed(key, { skipInterpolation: true })
    texts.set(key, text)
    return text
  }
  const translate = (key: Key, params?: Params): string => {
    if (params === undefined) return textOf(key)
    return 'count' in params ? fixed(key, { ...params }) : filled(textOf(key), params)
  }
  return Object.assign(translate, { language })
}

const translators: Readonly<Record<Language, Translate>> = { nl: makeTranslator('nl'), en: makeTranslator('en') }

const filled = (text: string, params: Params): string => text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(params[name] ?? ''))

/** Whether a string (a zod message, say) is a key of the catalogue. */
export const isKey = (key: string): key is Key => catalogue.exists(key)

export const isLanguage = (value: unknown): value is Language => languages.some((language) => language === value)
