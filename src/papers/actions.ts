import { isUniqueViolation } from '../../db/constraint.ts'
import type { Db } from '../../db/database.ts'
import { record } from '../audit/actions.ts'
import type { Actor } from '../audit/audit.ts'
import type { Instant } from '../clock.ts'
import { findFramework } from '../frameworks/queries.ts'
import { newId } from '../ids.ts'
import { refuse } from '../refusal.ts'
import { attachmentFaults, contentTypeOf, hashOf } from './attachments.ts'
import type { PaperFiles } from './attachments.ts'
import { ChoiceContent, OpenContent, PaperFile } from './content.ts'
import type { AttachmentInFile, QuestionInFile } from './content.ts'
import { digestOf, maximumOfPaper, maximumPointsOf, paperFaults } from './papers.ts'
import { addForm, getAttachedFile, getForm, latestVersion, putPublished } from './queries.ts'

/**
 * Takes a paper in as a form that nobody has published yet. A correction comes in as a higher version.
 *
 * @param file as in `PaperFile`
 * @param files what it attaches, by the names it gives them
 * @returns the new form's id
 * @throws Refusal `paperInvalid` { detail } for the first thing that is wrong, `paperVersionNotNew` { version }
 */
export async function importPaper(tx: Db, file: unknown, by: Actor, now: Instant, files: PaperFiles = new Map()): Promise<string> {
  const paper = await checkedPaper(tx, file, files)
  const formId = newId()
  const row = {
    id: formId,
    paperKey: paper.key,
    version: paper.version,
    kind: paper.kind,
    title: paper.title,
    language: paper.language,
    frameworkId: paper.framework,
    asOf: paper.asOf,
    instruction: paper.instruction,
    caseKey: paper.case?.key ?? null,
    caseTitle: paper.case?.title ?? null,
    caseText: paper.case?.text ?? null,
    suggestedPassMark: paper.passMark,
    maximumPoints: maximumOfPaper(paper),
    createdAt: now,
  }
  try {
    const attachments = (paper.attachments ?? []).map((one, position) => attachmentRow(one, formId, position, files))
    await addForm(tx, row, paper.questions.map((question, index) => rowOf(question, formId, index + 1)), attachments)
  } catch (error) {
    if (isUniqueViolation(error, 'form_version')) refuse('paperVersionNotNew', { version: paper.version })
    throw error
  }
  const after = { paperKey: paper.key, version: paper.version, kind: paper.kind, maximumPoints: row.maximumPoints }
  await record(tx, { at: now, by, what: 'paper.imported', on: formId, after })
  return formId
}

async function checkedPaper(tx: Db, file: unknown, files: PaperFiles): Promise<PaperFile> {
  const parsed = PaperFile.safeParse(file)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    return refuse('paperInvalid', { detail: `${issue?.path.join('.')}: ${issue?.message}` })
  }
  const paper = parsed.data
  const framework = await findFramework(tx, paper.framework)
  if (framework === undefined) return refuse('paperInvalid', { detail: `framework ${paper.framework} is not known` })
  const [fault] = [...paperFaults(paper, framework), ...attachmentFaults(paper.attachments ?? [], files)]
  if (fault !== undefined) refuse('paperInvalid', { detail: fault })
  if (paper.version <= (await latestVersion(tx, paper.key))) refuse('paperVersionNotNew', { version: paper.version })
  return paper
}

function rowOf(question: QuestionInFile, formId: string, number: number) {
  const { key, type, masterclass } = question
  return { id: newId(), formId, number, key, type, masterclass, maximumPoints: maximumPointsOf(question), content: contentOf(question) }
}

function attachmentRow({ key, title, kind, alt, file }: AttachmentInFile, formId: string, position: number, files: PaperFiles) {
  const bytes = files.get(file) ?? new Uint8Array()
  const contentType = contentTypeOf(kind, bytes) ?? 'application/octet-stream'
  return { id: newId(), formId, position, key, title, kind, alt, contentType, base64: Buffer.from(bytes).toString('base64'), sha256: hashOf(bytes) }
}

function contentOf(question: QuestionInFile): ChoiceContent | OpenContent {
  const { key: _key, masterclass: _masterclass, ...inside } = question
  if (inside.type === 'open') {
    const { type: _type, ...content } = inside
    return content
  }
  const { type: _type, points: _points, ...content } = inside
  return content
}

/**
 * Makes a form available to rounds, and frozen from then on: its digest is taken over the whole content.
 *
 * @throws Refusal `notFound`, `paperPublished` when it was published before
 */
export async function publishForm(tx: Db, formId: string, by: Actor, now: Instant): Promise<void> {
  const form = await getForm(tx, formId)
  if (form.publishedAt !== null) refuse('paperPublished')
  const digest = digestOf(form)
  await putPublished(tx, formId, { publishedAt: now, publishedBy: by, digest })
  await record(tx, { at: now, by, what: 'paper.published', on: formId, after: { digest, paperKey: form.paperKey, version: form.version } })
}

/** Whether a published form and its files still are what they were when its digest was taken. @throws Refusal `notFound`. */
export async function formIsIntact(db: Db, formId: string): Promise<boolean> {
  const form = await getForm(db, formId)
  for (const { key, sha256 } of form.attachments) {
    if (hashOf((await getAttachedFile(db, formId, key)).bytes) !== sha256) return false
  }
  return form.digest !== null && form.digest === digestOf(form)
}
