import { check, id, index, instant, integer, json, table, text, uniqueIndex } from '../dialect.ts'
import { sql } from 'drizzle-orm'

/** A test form: the fixed set of questions of one version of a paper. Frozen once published: a correction is a new version. */
export const form = table(
  'form',
  {
    id: id('id'),
    paperKey: text('paper_key').notNull(),
    version: integer('version').notNull(),
    kind: text('kind', { enum: ['case', 'reflection'] }).notNull(),
    title: text('title').notNull(),
    language: text('language').notNull(),
    frameworkId: text('framework_id').notNull(),
    asOf: text('as_of').notNull(),
    instruction: text('instruction').notNull(),
    /** Two forms with the same case are the same test to somebody who sat one of them. */
    caseKey: text('case_key'),
    caseTitle: text('case_title'),
    caseText: text('case_text'),
    suggestedPassMark: integer('suggested_pass_mark').notNull(),
    maximumPoints: integer('maximum_points').notNull(),
    createdAt: instant('created_at').notNull(),
    publishedAt: instant('published_at'),
    publishedBy: text('published_by'),
    /** SHA-256 over the whole content, taken when it was published. */
    digest: text('digest'),
  },
  (t) => [uniqueIndex('form_version').on(t.paperKey, t.version)],
)

export const question = table(
  'question',
  {
    id: id('id'),
    formId: text('form_id').notNull().references(() => form.id),
    number: integer('number').notNull(),
    /** Stable over versions and papers: the same key is the same question. */
    key: text('key').notNull(),
    type: text('type', { enum: ['choice', 'open'] }).notNull(),
    masterclass: integer('masterclass'),
    maximumPoints: integer('maximum_points').notNull(),
    /** Prompt, options, rubric: parsed once per form by `papers`, kept in memory. */
    content: json<unknown>('content').notNull(),
  },
  (t) => [
    uniqueIndex('question_number').on(t.formId, t.number),
    uniqueIndex('question_key').on(t.formId, t.key),
    index('question_by_key').on(t.key),
    check('question_points', sql`maximum_points > 0`),
  ],
)

/** What belongs to a form's case beside its text: a picture, a letter. Frozen with its form, whose digest covers its hash. */
export const formAttachment = table(
  'form_attachment',
  {
    id: id('id'),
    formId: text('form_id').notNull().references(() => form.id),
    position: integer('position').notNull(),
    key: text('key').notNull(),
    title: text('title').notNull(),
    kind: text('kind', { enum: ['image', 'pdf'] }).notNull(),
    /** What it shows, for who cannot see it. */
    alt: text('alt').notNull(),
    contentType: text('content_type').notNull(),
    /** The file itself, in base64. */
    base64: text('base64').notNull(),
    sha256: text('sha256').notNull(),
  },
  (t) => [uniqueIndex('form_attachment_key').on(t.formId, t.key), check('form_attachment_hash', sql`length(sha256) = 64`)],
)
