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
export function translator(language: Language): Translate {
  const fixed = catalogue.getFixedT(language)
  return Object.assign((key: Key, params: Params = {}) => fixed(key, { ...params }), { language })
}

/** Whether a string (a zod message, say) is a key of the catalogue. */
export const isKey = (key: string): key is Key => catalogue.exists(key)

export const isLanguage = (value: unknown): value is Language => languages.some((language) => language === value)
