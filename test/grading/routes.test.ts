import { eq } from 'drizzle-orm'
import { parse } from 'node-html-parser'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { conflict, passMark, score, task } from '../../db/schema/grading.ts'
import { round } from '../../db/schema/rounds.ts'
import { assignAssessors, setPassMark } from '../../src/grading/actions.ts'
import { recountWork } from '../../src/grading/counting.ts'
import { startApp } from '../support/app.ts'
import { aCandidate, AFTER, anAssessor, aRoundToAssess, aStaffMember } from '../support/grading.ts'
import { aPerson } from '../support/builders.ts'

let server: Awaited<ReturnType<typeof startApp>>
beforeEach(async () => {
  server = await startApp({ now: AFTER })
})
afterEach(() => server.stop())

const live = async () => (await server.db.read.select().from(task)).filter(({ withdrawnAt }) => withdrawnAt === null)
const text = async (response: Response) => parse(await response.text()).text.replace(/\s+/g, ' ')

async function scene(candidates = 2, passMarks = true) {
  const made = await aRoundToAssess(server.db, candidates)
  const [staff, one, two] = [await aStaffMember(server.db, 'Toetsbureau'), await anAssessor(server.db, 'Beoordelaar Een'), await anAssessor(server.db, 'Beoordelaar Twee')]
  const roundId = made.round.id
  if (passMarks) {
    for (const form of made.forms) await server.db.write((tx) => setPassMark(tx, { roundId, formId: form.id, points: 2000, reason: null }, staff.id, AFTER))
  }
  await server.db.write((tx) => assignAssessors(tx, { roundId, assessorIds: [one.id] }, staff.id, AFTER))
  const pile = async () => {
    const work = await live()
    return work.filter(({ questionId }) => questionId === work[0]?.questionId)
  }
  const questionOf = (questionId: string) => {
    const question = made.openQuestions.find(({ id }) => id === questionId)
    if (question?.type !== 'open') throw new Error('not open')
    return question
  }
  const levelsOf = (questionId: string) =>
    Object.fromEntries(questionOf(questionId).criteria.map(({ key, levels }) => [`level-${key}`, levels.at(-1)?.key ?? '']))
  return { ...made, roundId, staff, one, two, pile, questionOf, levelsOf }
}

describe('assessing as plain forms', () => {
  test('front, pile, answer beside the rubric, and on to the next until the pile is done', async () => {
    const { one, roundId, pile, levelsOf, questionOf } = await scene()
    const ask = server.as(one)
    const works = await pile()
    const questionId = works[0]?.questionId ?? ''
    expect(await text(await ask('/assessor'))).toContain('0 van')
    const list = parse(await (await ask(`/assessor/rounds/${roundId}/questions/${questionId}`)).text())
    let path = list.querySelector('.next-step a')?.getAttribute('href') ?? ''
    for (const index of works.keys()) {
      const page = parse(await (await ask(path)).text())
      const question = questionOf(questionId)
      expect(page.querySelector('.answer-read')?.text).toBe(`Mijn antwoord op ${question.key}`)
      expect(page.querySelectorAll('input[type=radio]')).toHaveLength(question.criteria.reduce((sum, { levels }) => sum + levels.length, 0))
      const hidden = Object.fromEntries(page.querySelectorAll('form.assessing-rubric input[type=hidden]').map((input) => [input.getAttribute('name') ?? '', input.getAttribute('value') ?? '']))
      const response = await ask(`${path}/scores`, { form: { ...hidden, ...levelsOf(questionId), comment: 'Prima', finished: '1' } })
      expect(response.status).toBe(303)
      path = response.headers.get('Location') ?? ''
      expect(path.startsWith('/assessor/tasks/')).toBe(index < works.length - 1)
    }
    expect(path).toBe(`/assessor/rounds/${roundId}/questions/${questionId}`)
    expect(await text(await ask(path))).toContain('Alles beoordeeld')
  })

  test('work whose day is over says so in words, until it is done; on the day itself it does not yet', async () => {
    const { one, roundId } = await scene()
    const front = async (assessingDueOn: string) => {
      await server.db.write((tx) => tx.update(round).set({ assessingDueOn }).where(eq(round.id, roundId)))
      return text(await server.as(one)('/assessor'))
    }
    expect(await front('2026-11-24')).toContain('Over tijd')
    expect(await front('2026-11-25')).not.toContain('Over tijd')
    await server.db.write(async (tx) => recountWork(tx, await tx.update(task).set({ finishedAt: AFTER }).returning()))
    expect(await front('2026-11-24')).not.toContain('Over tijd')
  })

  test('a draft comes back as it was kept, also half filled in', async () => {
    const { one, pile, questionOf } = await scene()
    const [work] = await pile()
    if (!work) throw new Error('no work')
    const ask = server.as(one)
    const [criterion] = questionOf(work.questionId).criteria
    const level = `level-${criterion?.key}`
    const form = { sealId: work.sealId, after: '0', [level]: criterion?.levels[1]?.key ?? '', comment: 'Nog eens lezen\r\nmorgen', finished: '0' }
    const response = await ask(`/assessor/tasks/${work.id}/scores`, { form })
    expect(response.headers.get('Location')).toBe(`/assessor/tasks/${work.id}`)
    const page = parse(await (await ask(`/assessor/tasks/${work.id}`)).text())
    expect(page.querySelector(`input[name="${level}"][checked]`)?.getAttribute('value')).toBe(criterion?.levels[1]?.key)
    expect(page.querySelector('textarea')?.text.trim()).toBe('Nog eens lezen\nmorgen')
  })

  test('what does not fit comes back with everything that was filled in: a level is missing, a newer mark is there', async () => {
    const { one, pile, levelsOf } = await scene()
    const [work] = await pile()
    if (!work) throw new Error('no work')
    const ask = server.as(one)
    const path = `/assessor/tasks/${work.id}/scores`
    const [first = ['', '']] = Object.entries(levelsOf(work.questionId))
    const half = await ask(path, { form: { sealId: work.sealId, after: '0', [first[0]]: first[1], comment: 'Bijna', finished: '1' } })
    expect(half.status).toBe(422)
    const page = parse(await half.text())
    expect(page.querySelector('.error-summary')?.text).toContain('Nog niet elk criterium')
    expect(page.querySelector(`input[name="${first[0]}"][checked]`)?.getAttribute('value')).toBe(first[1])
    expect(page.querySelector('textarea')?.text.trim()).toBe('Bijna')
    const open = Object.keys(levelsOf(work.questionId))[1]
    expect(page.querySelector('.error-summary a')?.getAttribute('href'), 'the summary leads to the first criterion without a level').toBe(`#field-${open}`)
    const criterion = page.querySelector(`#field-${open}`)?.closest('fieldset')
    expect(criterion?.getAttribute('aria-invalid')).toBe('true')
    expect(criterion?.getAttribute('aria-describedby')?.split(' ')).toContain(`field-${open}-problem`)
    expect(criterion?.querySelector(`#field-${open}-problem`)?.text.replace(/\s+/g, ' ')).toContain('Fout: Nog niet elk criterium')

    const full = { sealId: work.sealId, after: '0', ...levelsOf(work.questionId), comment: 'Een', finished: '1' }
    expect((await ask(path, { form: full })).status).toBe(303)
    expect((await ask(path, { form: full })).status).toBe(303)
    const stale = await ask(path, { form: { ...full, comment: 'Twee' } })
    expect(stale.status).toBe(409)
    expect(await text(stale)).toContain('Twee')
    expect(await server.db.read.select().from(score)).toHaveLength(1)
  })

  test('without a pass mark the page says so, and nothing is kept', async () => {
    const { one, pile, levelsOf } = await scene(1, false)
    const [work] = await pile()
    if (!work) throw new Error('no work')
    const ask = server.as(one)
    expect(await text(await ask(`/assessor/tasks/${work.id}`))).toContain('nog geen cesuur')
    const form = { sealId: work.sealId, after: '0', ...levelsOf(work.questionId), comment: 'Wel getypt', finished: '1' }
    const refused = await ask(`/assessor/tasks/${work.id}/scores`, { form })
    expect(refused.status).toBe(409)
    expect(await text(refused)).toContain('Wel getypt')
    expect(await server.db.read.select().from(score)).toEqual([])
  })

  test('who knows the person says so on a page of its own, and sees nothing of who it is', async () => {
    const { one, pile, people } = await scene()
    const [work] = await pile()
    const ask = server.as(one)
    const before = (await live()).length
    expect(await text(await ask(`/assessor/tasks/${work?.id}/conflict`))).toContain('Je krijgt niet te zien wie het is')
    const done = await ask(`/assessor/tasks/${work?.id}/conflict`, { form: {} })
    expect(done.headers.get('Location')).toBe('/assessor?passedOn=1')
    expect(await text(await ask('/assessor?passedOn=1'))).toContain('gaat naar iemand anders')
    expect((await ask(`/assessor/tasks/${work?.id}`)).status).toBe(404)
    const [stored] = await server.db.read.select().from(conflict)
    expect(people.map(({ person }) => person.id)).toContain(stored?.personId)
    expect((await live()).length).toBeLessThan(before)
  })
})

describe('who may', () => {
  test('somebody else’s work is 404 in every way, a wrong role 403, nobody 401', async () => {
    const { two, pile, roundId, levelsOf, staff, people } = await scene()
    const [work] = await pile()
    if (!work) throw new Error('no work')
    const form = { sealId: work.sealId, after: '0', ...levelsOf(work.questionId), comment: '', finished: '1' }
    const asked: [string, { form?: Record<string, string> }][] = [
      [`/assessor/tasks/${work.id}`, {}],
      [`/assessor/tasks/${work.id}/scores`, { form }],
      [`/assessor/tasks/${work.id}/conflict`, {}],
      [`/assessor/tasks/${work.id}/conflict`, { form: {} }],
      [`/assessor/rounds/${roundId}/questions/${work.questionId}`, {}],
    ]
    const candidate = people[0]?.person ?? staff
    for (const [path, asking] of asked) {
      expect([path, (await server.as(two)(path, asking)).status]).toEqual([path, 404])
      for (const person of [staff, candidate]) expect([path, (await server.as(person)(path, asking)).status]).toEqual([path, 403])
      expect([path, (await server.visitor()(path, asking)).status]).toEqual([path, 401])
    }
    const office = ['assessing', 'assessors', 'tasks', 'tasks/redistribution', 'pass-marks'].map((part) => `/staff/rounds/${roundId}/${part}`)
    for (const path of office) {
      const asking = path.endsWith('assessing') ? {} : { form: {} }
      for (const person of [two, candidate]) expect([path, (await server.as(person)(path, asking)).status]).toEqual([path, 403])
    }
  })
})

describe('what staff arrange', () => {
  test('assessors, pass marks and work from one page', async () => {
    const { staff, roundId, one, two, forms } = await scene(2, false)
    const ask = server.as(staff)
    const at = `/staff/rounds/${roundId}`
    const page = await ask(`${at}/assessing`)
    expect(page.status).toBe(200)
    expect(await text(page)).toContain('Nog geen cesuur')
    expect((await ask(`${at}/pass-marks`, { form: { formId: forms[0].id, after: '0', points: '26,5' } })).status).toBe(303)
    expect(await server.db.read.select().from(passMark)).toMatchObject([{ points: 2650, setBy: staff.id }])
    const wrong = await ask(`${at}/pass-marks`, { form: { formId: forms[0].id, after: '1', points: 'veel' } })
    expect(wrong.status).toBe(422)
    expect(await text(wrong)).toContain('Vul een aantal punten in')
    expect(parse(await (await ask(`${at}/pass-marks`, { form: { formId: forms[0].id, after: '1', points: '9999' } })).text()).querySelector('#field-points')?.getAttribute('value')).toBe('9999')

    const saved = await ask(`${at}/assessors`, { form: { assessorIds: [one.id, two.id] } })
    expect(saved.headers.get('Location')).toBe(`${at}/assessing?given=0`)
    expect((await ask(`${at}/tasks/redistribution`, { form: {} })).status).toBe(303)
    const owners = (await live()).map(({ assessorId }) => assessorId)
    expect(Math.abs(owners.filter((id) => id === one.id).length - owners.filter((id) => id === two.id).length)).toBeLessThanOrEqual(1)
    expect(await text(await ask(`${at}/assessing?given=3`))).toContain('verdeeld: 3')
    expect((await ask(`${at}/assessors`, { form: { assessorIds: ['nobody'] } })).status).toBe(404)
  })

  test('a round without assessors says so when work is to be given out', async () => {
    const { staff, roundId } = await scene(1)
    const ask = server.as(staff)
    await ask(`/staff/rounds/${roundId}/assessors`, { form: {} })
    const refused = await ask(`/staff/rounds/${roundId}/tasks`, { form: {} })
    expect(refused.status).toBe(409)
    expect(await text(refused)).toContain('nog geen beoordelaars')
    const page = await (await ask(`/staff/rounds/${roundId}/assessing`)).text()
    expect(page).toContain('die bij niemand liggen')
    // The page offers what can be done: choosing assessors, not the work that would be refused.
    expect(page).not.toContain('Verdeel het werk')
    expect(parse(page).querySelector('.next-step a')?.getAttribute('href')).toBe('#assessors')
    expect(parse(page).querySelector('#assessors form')?.getAttribute('action')).toBe(`/staff/rounds/${roundId}/assessors`)
  })

  test('staff note who knows somebody; only an assessor can be noted', async () => {
    const { staff, one, people, roundId } = await scene()
    const person = people[0]?.person ?? staff
    const ask = server.as(staff)
    const noted = await ask(`/staff/people/${person.id}/conflicts`, { form: { assessorId: one.id } })
    expect([noted.status, noted.headers.get('Location')]).toEqual([303, `/staff/people/${person.id}`])
    expect(await server.db.read.select().from(conflict)).toMatchObject([{ assessorId: one.id, personId: person.id, declaredBy: staff.id }])
    expect(await text(await ask(`/staff/rounds/${roundId}/assessing`))).toContain('Wie kent wie')
    const other = await aPerson(server.db)
    expect((await ask(`/staff/people/${person.id}/conflicts`, { form: { assessorId: other.id } })).status).toBe(404)
    expect((await ask(`/staff/people/${person.id}/conflicts`, { form: { assessorId: '' } })).status).toBe(422)
  })

  test('the pages of staff and assessors ask a handful of queries, however many answers there are', async () => {
    const { staff, one, roundId, forms } = await scene(1)
    const counted = async (person: { id: string }, path: string) => {
      let queries = 0
      const { read } = server.db
      const select = read.select.bind(read)
      Object.assign(read, { select: (...args: Parameters<typeof select>) => { queries += 1; return select(...args) } })
      await (await server.as(person)(path)).text()
      Object.assign(read, { select })
      return queries
    }
    const paths: [{ id: string }, string][] = [[staff, `/staff/rounds/${roundId}/assessing`], [staff, `/staff/rounds/${roundId}/release`], [one, '/assessor']]
    for (const [person, path] of paths) await counted(person, path)
    const few = []
    for (const [person, path] of paths) few.push(await counted(person, path))
    for (const name of ['A', 'B', 'C']) await aCandidate(server.db, { name, roundId, forms })
    await server.runJobs()
    const many = []
    for (const [person, path] of paths) many.push(await counted(person, path))
    expect(many).toEqual(few)
    expect(Math.min(...many)).toBeGreaterThan(0)
    expect(Math.max(...many)).toBeLessThanOrEqual(16)
  })
})
