/** Who and what the demonstration is made of, as it stands in `db/seed`. Days count from today, 0. */
import { readFileSync, readdirSync } from 'node:fs'
import { z } from 'zod'
import { roles } from '../../http/env.ts'
import { languages } from '../../language/translate.ts'

const qualities = ['poor', 'weak', 'average', 'good', 'strong'] as const
/** How well somebody writes; assessors score accordingly. */
export type Quality = (typeof qualities)[number]

/** How far two qualities lie apart, in steps. */
export const distance = (one: Quality, other: Quality): number => Math.abs(qualities.indexOf(one) - qualities.indexOf(other))

const day = z.int()
const time = z.string().regex(/^\d\d:\d\d$/)

const Start = z.union([z.strictObject({ day, time }), z.strictObject({ hoursAgo: z.number().positive() })])

const Sitting = z.strictObject({
  round: z.string(),
  /** When they enrol. */
  enrols: z.union([day, z.strictObject({ minutesAgo: z.int() })]),
  pays: z.boolean().default(true),
  /** Whoever never chooses a start moment has none. */
  starts: Start.optional(),
  /** Hours after the start; `null` until the deadline. */
  handsInAfter: z.strictObject({ case: z.number().nullable(), reflection: z.number().nullable() }).nullable().default(null),
  writes: z.boolean().default(true),
  retake: z.boolean().default(false),
  /** When it is another than usual: a retake that was prepared better. */
  quality: z.enum(qualities).optional(),
  /** What share of the points a test brings more or less than the quality says. */
  luck: z.strictObject({ case: z.number().default(0), reflection: z.number().default(0) }).default({ case: 0, reflection: 0 }),
})
export type Sitting = z.output<typeof Sitting>

const Candidate = z.strictObject({
  /** A writer of the answers has the key they have there. */
  key: z.string(),
  name: z.string(),
  email: z.email(),
  language: z.enum(languages),
  quality: z.enum(qualities),
  /** For each masterclass the programme, the exemption, or nothing (yet). */
  masterclasses: z.array(z.string().nullable()).length(4),
  extraPercent: z.int().optional(),
  /** By when the masterclasses were done, for who does not enrol. */
  readyDay: day.optional(),
  sits: z.array(Sitting),
  /** Can be signed in as with one button; names the text about them. */
  door: z.string().optional(),
})
export type Candidate = z.output<typeof Candidate>

const Colleague = z.strictObject({ key: z.string(), name: z.string(), email: z.email(), roles: z.array(z.enum(roles)), door: z.string().optional() })
export type Colleague = z.output<typeof Colleague>

const Round = z.strictObject({
  key: z.string(),
  made: day,
  opens: day.optional(),
  closes: day.optional(),
  /** Opened and closed by staff instead of by the dates. */
  byHand: z.boolean().default(false),
  window: z.tuple([day, day]),
  papers: z.array(z.string()),
  minimum: z.int().optional(),
  maximum: z.int().optional(),
  /** By when it should be assessed, where nobody has begun yet. */
  due: day.optional(),
  assessing: z.strictObject({ from: day, evenings: z.int(), due: day }).optional(),
  release: day.optional(),
  calledOff: day.optional(),
  note: z.string().optional(),
})
export type RoundPlot = z.output<typeof Round>

const Writer = z.strictObject({ key: z.string(), quality: z.enum(qualities), answers: z.record(z.string(), z.string()) })
export type Writer = z.output<typeof Writer>

/** What assessors write, by how well it went; `{{best}}` and `{{worst}}` are criteria. */
const Remarks = z.strictObject({ high: z.array(z.string()), middle: z.array(z.string()), low: z.array(z.string()) })
export type Remarks = z.output<typeof Remarks>

const HeldRound = z.strictObject({ name: z.string(), windowFirstOn: z.iso.date(), windowLastOn: z.iso.date(), note: z.string().optional() })
export type HeldRound = z.output<typeof HeldRound>

/** First and last names to make many people of. */
const Names = z.strictObject({ first: z.array(z.string()), last: z.array(z.string()) })
export type Names = z.output<typeof Names>

const PAPERS = ['casus-familie-yilmaz', 'reflectie-grenzen', 'casus-mevrouw-de-graaf', 'reflectie-macht-en-eigen-regie']
const FRAMEWORKS = ['bcmb-framework', 'begeleider-framework']

const read = (name: string): unknown => JSON.parse(readFileSync(new URL(`../../../db/seed/${name}.json`, import.meta.url), 'utf8'))

/** The files that papers attach, by name. */
function readAttached(): Map<string, Uint8Array> {
  const folder = new URL('../../../db/seed/papers/attachments/', import.meta.url)
  return new Map(readdirSync(folder).map((name) => [name, readFileSync(new URL(name, folder))]))
}

const readPeople = () =>
  z.strictObject({ office: z.array(Colleague), candidates: z.array(Candidate) }).parse(read('people'))

const readWriters = (name: string): Writer[] => z.object({ writers: z.array(Writer) }).parse(read(name)).writers

/** Reads all of it. Takes files, so never inside a transaction. @throws ZodError when a file is not as it should be */
export function readCast() {
  return {
    ...readPeople(),
    rounds: z.object({ rounds: z.array(Round) }).parse(read('demo-rounds')).rounds,
    writers: [...readWriters('answers-1'), ...readWriters('answers-2')],
    remarks: Remarks.parse(read('remarks')),
    heldRounds: z.array(HeldRound).parse(read('rounds-2023-2024')),
    papers: PAPERS.map((name) => read(`papers/${name}`)),
    attached: readAttached(),
    frameworks: FRAMEWORKS.map((name) => read(`frameworks/${name}`)),
    exemptions: read('exemptions'),
    names: Names.parse(read('names')),
  }
}
export type Cast = ReturnType<typeof readCast>

/** Somebody with a button of their own on the panel. */
export interface Door {
  readonly door: string
  readonly email: string
  readonly roles: readonly ('candidate' | 'assessor' | 'staff' | 'administrator')[]
}

/** Everybody who can be signed in as with one button. */
export function readDoors(): readonly Door[] {
  const { office, candidates } = readPeople()
  const everybody = [...office, ...candidates.map((one) => ({ ...one, roles: ['candidate' as const] }))]
  return everybody.flatMap(({ door, email, roles: held }) => (door === undefined ? [] : [{ door, email, roles: held }]))
}
