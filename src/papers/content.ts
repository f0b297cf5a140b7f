/** What a paper is made of: the file it comes in, and the frozen form that candidates, assessors and scoring read. */
import { z } from 'zod'
import type { Instant } from '../clock.ts'

const text = z.string().refine((value) => value.trim() !== '', 'is empty')
const key = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'is no key')
const list = <T extends z.ZodType>(item: T) => z.array(item).readonly()
const object = <S extends z.ZodRawShape>(shape: S) => z.strictObject(shape).readonly()

export const testKinds = ['case', 'reflection'] as const
/** The case test (casustoets) or the reflection test (reflectietoets). */
export type TestKind = (typeof testKinds)[number]

/** A described level of a criterion; `points` in hundredths. */
const Level = object({ key, label: text, description: text, points: z.int().min(0) })
export type Level = z.output<typeof Level>

const Criterion = object({ key, title: text, description: text, competences: list(text), levels: list(Level) })
export type Criterion = z.output<typeof Criterion>

const ChoiceOption = object({ key, text, correct: z.boolean() })
export type ChoiceOption = z.output<typeof ChoiceOption>

const tagged = { prompt: text, competences: list(text), tasks: list(z.int()) }
const choiceShape = { ...tagged, several: z.boolean(), options: list(ChoiceOption), explanation: text }
const openShape = { ...tagged, adviceWords: z.int().positive().nullable(), modelAnswer: text, criteria: list(Criterion) }

/** What the column `question.content` holds. */
export const ChoiceContent = object(choiceShape)
export type ChoiceContent = z.output<typeof ChoiceContent>
export const OpenContent = object(openShape)
export type OpenContent = z.output<typeof OpenContent>

const inFile = { key, masterclass: z.int().min(1).max(4).nullable() }
const ChoiceInFile = object({ ...inFile, ...choiceShape, type: z.literal('choice'), points: z.int().positive() })
const OpenInFile = object({ ...inFile, ...openShape, type: z.literal('open') })
const QuestionInFile = z.discriminatedUnion('type', [ChoiceInFile, OpenInFile])
export type QuestionInFile = z.output<typeof QuestionInFile>

const AttachmentInFile = object({
  key,
  title: text,
  kind: z.enum(['image', 'pdf']),
  /** The name of the file that comes with the paper. */
  file: z.string().regex(/^[a-z0-9-]+\.[a-z]+$/, 'is no file name'),
  /** What it shows, for who cannot see it. */
  alt: text,
})
export type AttachmentInFile = z.output<typeof AttachmentInFile>

/** A paper as it is imported (`db/seed/papers`). Points are in hundredths; texts are Markdown. */
export const PaperFile = object({
  key,
  kind: z.enum(testKinds),
  title: text,
  version: z.int().positive(),
  language: z.enum(['nl', 'en']),
  /** Local date on which the law and the amounts in it were right. */
  asOf: z.iso.date(),
  framework: text,
  passMark: z.int().positive(),
  instruction: text,
  case: object({ key, title: text, text }).nullable(),
  attachments: list(AttachmentInFile).optional(),
  questions: list(QuestionInFile),
})
export type PaperFile = z.output<typeof PaperFile>

interface QuestionHead {
  readonly id: string
  readonly key: string
  /** 1 and on, the order on the page. */
  readonly number: number
  readonly masterclass: number | null
  /** Hundredths of a point. */
  readonly maximumPoints: number
}
export type ChoiceQuestion = QuestionHead & ChoiceContent & { readonly type: 'choice' }
export type OpenQuestion = QuestionHead & OpenContent & { readonly type: 'open' }
export type Question = ChoiceQuestion | OpenQuestion

/** What goes with the case, without the file itself. */
export interface Attachment {
  readonly key: string
  readonly title: string
  readonly kind: AttachmentInFile['kind']
  readonly alt: string
  readonly contentType: string
  /** SHA-256 (hex) of the file. */
  readonly sha256: string
}

/** A test form with its questions, published or not. */
export interface DraftForm {
  readonly id: string
  readonly paperKey: string
  readonly version: number
  readonly kind: TestKind
  readonly title: string
  readonly language: string
  readonly frameworkId: string
  readonly asOf: string
  readonly instruction: string
  readonly caseKey: string | null
  readonly caseTitle: string | null
  readonly caseText: string | null
  readonly attachments: readonly Attachment[]
  /** Hundredths of a point. */
  readonly suggestedPassMark: number
  /** Hundredths of a point. */
  readonly maximumPoints: number
  readonly createdAt: Instant
  readonly publishedAt: Instant | null
  readonly publishedBy: string | null
  readonly digest: string | null
  readonly questions: readonly Question[]
}

/** A published test form: frozen, with the SHA-256 (hex) over its whole content. */
export type PaperForm = DraftForm & { readonly publishedAt: Instant; readonly digest: string }
