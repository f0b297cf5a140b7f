import type { AuditEntry } from '../../audit/audit.ts'
import { theClock } from '../../audit/audit.ts'
import { HOUR, MINUTE, SECOND } from '../../clock.ts'
import type { Instant } from '../../clock.ts'
import { canonical, candidateNumber, digestOf, receiptCode } from '../../delivery/sealing.ts'
import { newId } from '../../ids.ts'
import type { PaperForm } from '../../papers/content.ts'
import type { Rows } from '../bulk-queries.ts'
import { answerOf } from './answers.ts'
import type { Quality, Writer } from './cast.ts'
import { draw } from './chance.ts'
import type { Member } from './crowd.ts'

interface Work {
  readonly member: Member
  readonly quality: Quality
  readonly personId: string
  readonly enrolmentId: string
  readonly form: PaperForm
}

interface Written {
  readonly questionId: string
  readonly text: string
  readonly choice: readonly string[]
  readonly revision: number
  readonly savedAt: Instant
}

/** Adds one test of a member: as far as it was written, and sealed when all of it was. @returns what the audit log says of it */
export function crowdAttempt(rows: Rows, writers: readonly Writer[], work: Work): AuditEntry[] {
  const { member: { round: { roundId, workingHours }, startsAt, done, until, key }, personId, enrolmentId, form } = work
  const [attemptId, begunAt] = [newId(), startsAt ?? until]
  const openedAt = begunAt + 10 * MINUTE
  const span = Math.min(until - openedAt - MINUTE, (20 + 45 * draw(`span ${key} ${form.kind}`)) * HOUR)
  const answers = writtenOf(writers, work, { from: openedAt, span })
  const sealedAt = done < 1 ? null : openedAt + Math.round(span)
  rows.attempt.push({
    id: attemptId, enrolmentId, personId, roundId, formId: form.id, kind: form.kind, candidateNumber: candidateNumber(), startsAt: begunAt,
    workingHours, extraMinutes: 0, incidentMinutes: 0, satBefore: false, openedAt, busyAt: answers.at(-1)?.savedAt ?? null, sealedAt,
    // Nobody of the crowd has an accommodation.
    sealedPercent: sealedAt === null ? null : 0, sealedMinutes: sealedAt === null ? null : 0,
  })
  addAnswers(rows, attemptId, answers)
  const about = { on: attemptId, personId, roundId }
  const started = { kind: form.kind, formId: form.id, fresh: true, startsAt: begunAt, workingHours }
  const entries: AuditEntry[] = [
    { ...about, at: begunAt + SECOND, by: theClock, what: 'attempt.started', after: started },
    { ...about, at: openedAt, by: personId, what: 'attempt.opened', after: { openedAt } },
  ]
  if (sealedAt === null) return entries
  const sealed = addSeal(rows, { attemptId, form, answers, sealedAt })
  return [...entries, { ...about, at: sealedAt, by: personId, what: 'attempt.sealed', before: { sealedAt: null }, after: sealed }]
}

/** The answers up to where somebody has come, in the order of the form. */
function writtenOf(writers: readonly Writer[], { member, quality, form }: Work, time: { from: Instant; span: number }): Written[] {
  const reached = form.questions.slice(0, Math.ceil(form.questions.length * member.done))
  return reached.flatMap((question, index) => {
    const { text, choice } = answerOf(writers, member, quality, question)
    if (text === '' && choice.length === 0) return []
    return [{ questionId: question.id, text, choice, revision: 1, savedAt: Math.round(time.from + (time.span * index) / reached.length) }]
  })
}

function addAnswers(rows: Rows, attemptId: string, answers: readonly Written[]): void {
  const windowId = `window-${attemptId}`
  for (const [index, { savedAt, ...answer }] of answers.entries()) {
    const historyId = newId()
    rows.answer.push({ ...answer, attemptId, windowId, windowCount: index + 1, historyId, savedAt, inGrace: false })
    rows.answerRevision.push({ ...answer, id: historyId, attemptId, outcome: 'saved', windowId, at: savedAt })
  }
}

function addSeal(rows: Rows, sealing: { attemptId: string; form: PaperForm; answers: readonly Written[]; sealedAt: Instant }) {
  const { attemptId, form, answers, sealedAt } = sealing
  const snapshot = canonical({ attemptId, formId: form.id, formDigest: form.digest, sealedAt, answers })
  const seal = { id: newId(), attemptId, sequence: 1, by: 'candidate' as const, at: sealedAt, madeAt: sealedAt, snapshot, sha256: digestOf(snapshot) }
  rows.seal.push({ ...seal, receiptCode: receiptCode() })
  return { sealId: seal.id, sequence: 1, by: 'candidate', sealedAt, sha256: seal.sha256 }
}
