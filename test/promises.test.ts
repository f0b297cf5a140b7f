/**
 * The promises of docs/architecture.md, each with where it is tested. A test that is renamed, skipped or gone makes
 * this one fail, so that no promise loses its test unnoticed. What can be seen in the sources is looked at here.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { en } from '../src/language/en/index.ts'
import { nl } from '../src/language/nl/index.ts'
import { sourcesIn } from './rules/sources.ts'

/** By promise: file, and words of the titles of tests that would fail without it. */
const promises: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  '1 What was acknowledged is never lost': {
    'journeys/crash.test.ts': ['after SIGKILL in the middle of saving, every acknowledged answer is there', 'a commit is on disk before it is acknowledged'],
    'db/crash.sqlite.test.ts': ['no acknowledged work is lost'],
    'db/queue.sqlite.test.ts': ['nobody is answered, neither yes nor no, before the commit'],
    'db/door.test.ts': ['the live writing connection says that it loses nothing', 'a work that throws leaves nothing behind'],
  },
  '2 One deadline': {
    'rounds/deadline.test.ts': ['72 hours is elapsed time: over the autumn change', 'extra time is a percentage of the working hours'],
    'delivery/agreement.test.ts': ['page, save, job, receipt, mail and staff say the same deadline', 'an accommodation that changes after a test was closed moves nothing of it'],
    'delivery/actions.test.ts': ['extra time moves the one deadline', '60 seconds after the deadline a save still counts and is marked'],
  },
  '3 What is handed in is sealed': {
    'delivery/actions.test.ts': ['handing in seals what was saved', 'of a hand-in that races the job there is one seal', 'handing in again gives the same receipt'],
    'overview/staff-pages.test.ts': ['a receipt shows that snapshot and hash were changed together'],
    'delivery/routes.test.ts': ['handing in asks once more, names what is empty, and gives a receipt'],
  },
  '4 A published paper is frozen': {
    'papers/actions.test.ts': ['after that the form is published for good', 'a published form is parsed once and cannot be changed in memory', 'a changed text, point, right answer or a missing question shows in the digest'],
  },
  '5 Text is never thrown away': {
    'delivery/routes.test.ts': ['an answer that arrives 61 s after the deadline is refused, says when, and is kept as history', 'from an old window nothing is overwritten'],
    'delivery/actions.test.ts': ['a stale window does not overwrite: its text is kept as history', 'after handing in a save is kept as late and changes nothing'],
    'delivery/saving.test.ts': ['a text is never saved over one that its window had not seen'],
    'delivery/saving-anyhow.test.ts': ['heirs, plain forms and hand-ins the current text is the one acknowledged last, and no text is lost'],
    'delivery/sitting-saving.browser.test.ts': ['what is typed while a save is long under way is sent after it', 'an heir never overwrites what the window it inherited from saved later'],
  },
  '6 Assessments are added, not overwritten': {
    'grading/scores.test.ts': ['is added to the earlier ones and supersedes them', 'of two windows that give one at once the second is told'],
  },
  '7 One release gate': {
    'results/gate.test.ts': ['before release every page but those of staff and the assessor concerned is the same whatever the scores are'],
    'results/release.test.ts': ['before the second agrees there is no result', 'who proposed cannot agree'],
    'results/proposal.test.ts': ['a changed mark makes it lapse'],
    'certificates/release.test.ts': ['which leads to the results and names none'],
  },
  '8 Blind means blind': {
    'grading/blind.test.ts': ['cannot select a name, an e-mail address or whose account it is', 'every query of the file is listened to'],
    'grading/blind-everywhere.test.ts': ['no page of the application tells an assessor a candidate’s name', 'is the same whoever the candidate is'],
  },
  '9 Money moves once': {
    'payments/settling.test.ts': ['money moves once: of ten racing reports one counts', 'the first one paid wins', 'keeps the price it was made with'],
    'payments/routes.test.ts': ['webhook, return page and job at the same moment settle once'],
    'payments/refunds.test.ts': ['of five racing refunds one is begun'],
  },
  '10 One retake per insufficient first attempt': {
    'retakes/ordering.test.ts': ['of two racing retake orders one is refused', 'a payment that comes after the hold, when the right was used again, does not make a second retake'],
  },
  '11 Every change of state leaves an audit event in the same transaction': {
    'audit/every-action.test.ts': ['every route that changes something was asked here'],
    'audit/audit.test.ts': ['an event of a transaction that is rolled back never existed', 'an altered event shows', 'a missing event shows', 'a removed head shows'],
    'demo/day.full.test.ts': ['and nobody’s name', 'has no name, address, answer or comment in it'],
  },
  '12 A refusal is useful': {
    'rounds/routes.test.ts': ['is refused in the form, with what was typed still there'],
    'rules/catalogue.test.ts': ['both languages have the same keys'],
    'http/errors.test.ts': ['an error of ours is a 500 with a code to mention'],
  },
  '13 It works without JavaScript': {
    'journeys/journey.test.ts': ['enrol, pay, choose, write, hand in, be assessed, fail, retake, pass: by plain form posts'],
    'delivery/routes.test.ts': ['the plain Save button saves every answer on the page'],
  },
}

test.each(Object.entries(promises))('%s', (_, tests) => {
  for (const [file, titles] of Object.entries(tests)) {
    const path = join(import.meta.dirname, file)
    expect(existsSync(path), file).toBe(true)
    const lines = readFileSync(path, 'utf8').split('\n').filter((line) => !/^\s*(\/\/|\*)/.test(line))
    for (const title of titles) {
      const [line] = lines.filter((one) => one.includes(title))
      expect(line, `${file}: ${title}`).toBeDefined()
      expect(line, `${file}: ${title}`).not.toMatch(/\.(skip|todo|fails)\b/)
    }
  }
})

describe('in the sources', () => {
  const src = sourcesIn('src')
  const faults = (pattern: RegExp, except: Readonly<Record<string, string>> = {}) =>
    src.flatMap(({ path, code }) => (path in except ? [] : [...code.matchAll(pattern)].map(([found]) => `${path}: ${found}`)))

  test('2 nobody but src/rounds/deadline.ts counts the working hours of an attempt', () => {
    const except = {
      'src/rounds/deadline.ts': 'the one deadline',
      'src/rounds/rounds.ts': 'when a round is over, of nobody’s attempt',
      'src/overview/picture.ts': 'how far the picture of a round goes, of nobody’s attempt',
    }
    expect(faults(/[wW]orkingHours\s*\*|\*\s*[\w.]*[wW]orkingHours/g, except)).toEqual([])
  })

  test.each([
    ['3', 'seal'], ['4', 'question'], ['4', 'formAttachment'], ['6', 'score'], ['6', 'passMark'], ['7', 'result'], ['11', 'auditEvent'],
  ])('%s a row of `%s` is added, never changed and never taken away', (_, table) => {
    expect(faults(new RegExp(`\\.(update|delete)\\(\\s*${table}\\b|insert\\(${table}\\)(?:(?!\\bawait\\b|\\binsert\\b)[^;]){0,400}onConflictDoUpdate`, 'g'))).toEqual([])
  })

  test('5 a text in the history, 9 a payment and 10 a retake are never taken away', () => {
    expect(faults(/\.delete\(\s*(answerRevision|answer|payment|order|retake|attempt|enrolment|certificate)\b/g)).toEqual([])
  })

  test('9 money is whole cents: no price is divided or has a decimal point', () => {
    expect(faults(/Cents\s*[:=]\s*\d+\.\d|Cents\s*\/(?!\/)|parseFloat/g)).toEqual([])
  })

  test.each([['Dutch', nl.refusal], ['English', en.refusal]])('12 every refusal in %s says more than that it refuses', (_, texts) => {
    for (const [reason, text] of Object.entries(texts)) {
      expect(text.length, reason).toBeGreaterThan(40)
      expect(text, reason).toMatch(/[.?…]$/)
    }
  })

  test('13 every form is one that a browser sends by itself', () => {
    const forms = sourcesIn('views').flatMap(({ path, code }) => [...code.matchAll(/<form\b[\s\S]*?>/g)].map(([form]) => ({ path, form })))
    expect(forms.length).toBeGreaterThan(40)
    expect(forms.filter(({ form }) => !/method="(post|get)"/.test(form) || !/\baction=/.test(form))).toEqual([])
    expect(sourcesIn('views').flatMap(({ path, code }) => (/hx-(put|delete|patch|on)\b/.test(code) ? [path] : []))).toEqual([])
  })
})
