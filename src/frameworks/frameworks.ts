import { z } from 'zod'

const text = z.string().trim().min(1)
const code = z.string().regex(/^\d+(\.\d+)?$/)
const list = <T extends z.ZodType>(item: T) => z.array(item).readonly()
const object = <S extends z.ZodRawShape>(shape: S) => z.strictObject(shape).readonly()

const Competence = object({ code, label: text })
const Cluster = object({ code, name: text, treatedIn: list(text).default([]), competences: list(Competence) })
const Task = object({ number: z.int().positive(), label: text, treatedIn: list(text).default([]) })

/**
 * A competence framework: clusters with competences, tasks or task areas, variants of the occupation, and the
 * masterclass days that treat them. Frameworks differ: what one has not is an empty list.
 */
export const Framework = object({
  id: text,
  name: text,
  version: text.nullable().default(null),
  language: z.enum(['nl', 'en']),
  variants: list(object({ id: text, name: text, level: text })).default([]),
  masterclassDays: list(object({ id: text, masterclass: z.int().positive(), day: z.int().positive().nullable() })).default([]),
  clusters: list(Cluster).refine((clusters) => clusters.length > 0),
  taskGroups: list(object({ name: text, tasks: list(Task) })).default([]),
  taskAreas: list(text).default([]),
})
export type Framework = z.output<typeof Framework>

/** What a question, criterion or other piece of work is tagged with. */
export interface Codes {
  readonly competences: readonly string[]
  readonly tasks: readonly number[]
}

const allCompetences = (framework: Framework) => framework.clusters.flatMap((cluster) => cluster.competences)
const allTasks = (framework: Framework) => framework.taskGroups.flatMap((group) => group.tasks)

const twice = <T>(values: readonly T[]): T[] => values.filter((value, index) => values.indexOf(value) !== index)

/** What is wrong with a framework, in plain English; empty when all is well. */
export function frameworkFaults(framework: Framework): string[] {
  const days = framework.masterclassDays.map(({ id }) => id)
  const competences = allCompetences(framework)
  const treatedIn = [...framework.clusters, ...allTasks(framework)].flatMap((part) => part.treatedIn)
  const strays = framework.clusters.flatMap((cluster) =>
    cluster.competences.filter((one) => !one.code.startsWith(`${cluster.code}.`)).map((one) => one.code),
  )
  return [
    ...twice(framework.clusters.map((one) => one.code)).map((one) => `cluster ${one} occurs twice`),
    ...twice(competences.map((one) => one.code)).map((one) => `competence ${one} occurs twice`),
    ...twice(allTasks(framework).map((one) => one.number)).map((one) => `task ${one} occurs twice`),
    ...twice(framework.variants.map((one) => one.id)).map((one) => `variant ${one} occurs twice`),
    ...twice(days).map((one) => `masterclass day ${one} occurs twice`),
    ...strays.map((one) => `competence ${one} stands in another cluster than its code says`),
    ...treatedIn.filter((day) => !days.includes(day)).map((day) => `masterclass day ${day} does not exist`),
  ]
}

/** The codes that this framework does not have, as they were written. */
export function unknownCodes(framework: Framework, codes: Codes): string[] {
  const competences = new Set(allCompetences(framework).map((one) => one.code))
  const tasks = new Set(allTasks(framework).map((one) => one.number))
  return [
    ...codes.competences.filter((one) => !competences.has(one)),
    ...codes.tasks.filter((one) => !tasks.has(one)).map(String),
  ]
}

/** The clusters that these competences belong to, in the framework's order, each with the ones that were asked for. */
export function clustersOf(framework: Framework, competences: readonly string[]) {
  return framework.clusters
    .map(({ code, name, competences: all }) => ({ code, name, competences: all.filter((one) => competences.includes(one.code)) }))
    .filter((cluster) => cluster.competences.length > 0)
}

/** The tasks with these numbers, in the framework's order. */
export const tasksOf = (framework: Framework, tasks: readonly number[]) =>
  allTasks(framework).filter((task) => tasks.includes(task.number))
