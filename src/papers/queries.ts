import { and, asc, desc, eq, isNotNull, max } from 'drizzle-orm'
import { form, formAttachment, question } from '../../db/schema/papers.ts'
import type { Db } from '../../db/database.ts'
import { refuse } from '../refusal.ts'
import { ChoiceContent, OpenContent } from './content.ts'
import type { Attachment, DraftForm, PaperForm, Question } from './content.ts'

type QuestionRow = typeof question.$inferSelect

function questionOf({ id, key, number, type, masterclass, maximumPoints, content }: QuestionRow): Question {
  const head = { id, key, number, masterclass, maximumPoints }
  return Object.freeze(
    type === 'choice' ? { ...ChoiceContent.parse(content), ...head, type } : { ...OpenContent.parse(content), ...head, type },
  )
}

/** A form with its questions, published or not, read afresh. @throws Refusal `notFound`. */
export async function getForm(db: Db, formId: string): Promise<DraftForm> {
  const [found] = await db.select().from(form).where(eq(form.id, formId))
  if (found === undefined) return refuse('notFound')
  const rows = await db.select().from(question).where(eq(question.formId, formId)).orderBy(asc(question.number))
  const attachments = await listAttachments(db, formId)
  return Object.freeze({ ...found, attachments: Object.freeze(attachments), questions: Object.freeze(rows.map(questionOf)) })
}

/** What goes with a form's case, in order, without the files. */
const listAttachments = async (db: Db, formId: string): Promise<Attachment[]> => {
  const { key, title, kind, alt, contentType, sha256 } = formAttachment
  return db.select({ key, title, kind, alt, contentType, sha256 }).from(formAttachment).where(eq(formAttachment.formId, formId)).orderBy(asc(formAttachment.position))
}

/** One file of a form. @throws Refusal `notFound`. */
export async function getAttachedFile(db: Db, formId: string, key: string) {
  const [found] = await db.select().from(formAttachment).where(and(eq(formAttachment.formId, formId), eq(formAttachment.key, key)))
  if (found === undefined) return refuse('notFound')
  const { contentType, sha256, base64 } = found
  return { name: key, contentType, sha256, bytes: new Uint8Array(Buffer.from(base64, 'base64')) }
}

// A published form never changes, so that its first reading is good for as long as the process lives.
const published = new Map<string, PaperForm>()

/**
 * A published form, parsed once and kept in memory; frozen, so take care not to change it.
 *
 * @throws Refusal `notFound` when there is none, or it has not been published
 */
export async function getPublishedForm(db: Db, formId: string): Promise<PaperForm> {
  const known = published.get(formId)
  if (known !== undefined) return known
  const { publishedAt, digest, ...rest } = await getForm(db, formId)
  if (publishedAt === null || digest === null) return refuse('notFound')
  const read: PaperForm = Object.freeze({ ...rest, publishedAt, digest })
  published.set(formId, read)
  return read
}

const heads = {
  id: form.id,
  paperKey: form.paperKey,
  version: form.version,
  kind: form.kind,
  title: form.title,
  asOf: form.asOf,
  caseKey: form.caseKey,
  caseTitle: form.caseTitle,
  maximumPoints: form.maximumPoints,
  publishedAt: form.publishedAt,
}

/** Every form without its questions: by kind, then by paper, the newest version first. */
export const listForms = async (db: Db) =>
  db.select(heads).from(form).orderBy(asc(form.kind), asc(form.title), asc(form.paperKey), desc(form.version))
export type FormHead = Awaited<ReturnType<typeof listForms>>[number]

/** The published ones of `listForms`, in the same order. */
export const listPublishedForms = async (db: Db): Promise<FormHead[]> =>
  db
    .select(heads)
    .from(form)
    .where(isNotNull(form.publishedAt))
    .orderBy(asc(form.kind), asc(form.title), asc(form.paperKey), desc(form.version))

/** The highest version of a paper that was imported; 0 when there is none. */
export async function latestVersion(db: Db, paperKey: string): Promise<number> {
  const [found] = await db.select({ version: max(form.version) }).from(form).where(eq(form.paperKey, paperKey))
  return found?.version ?? 0
}

export async function addForm(
  tx: Db,
  row: typeof form.$inferInsert,
  questions: readonly (typeof question.$inferInsert)[],
  attachments: readonly (typeof formAttachment.$inferInsert)[],
): Promise<void> {
  await tx.insert(form).values(row)
  await tx.insert(question).values([...questions])
  if (attachments.length > 0) await tx.insert(formAttachment).values([...attachments])
}

export async function putPublished(
  tx: Db, formId: string, as: { publishedAt: number; publishedBy: string; digest: string },
): Promise<void> {
  await tx.update(form).set(as).where(eq(form.id, formId))
}
