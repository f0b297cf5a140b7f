import type { Child } from 'hono/jsx'
import { parse } from 'node-html-parser'
import { describe, expect, test } from 'vitest'
import type { Here, Role } from '../../src/http/env.ts'
import { translator } from '../../src/language/translate.ts'
import { Page } from '../../views/layout.tsx'
import { NoticePage, RefusalFragment } from '../../views/notice.tsx'
import { Table } from '../../views/ui/table.tsx'
import { Timeline } from '../../views/ui/timeline.tsx'

const t = translator('nl')

const viewer = (...roles: readonly Role[]): Here['viewer'] => ({
  personId: 'p',
  accountId: 'a',
  sessionId: 's',
  name: 'Marijke Hoekstra',
  roles,
  secondFactorDue: false,
})

const hereAs = (who: Here['viewer'], given: Partial<Here> = {}): Here => ({
  t,
  viewer: who,
  now: 0,
  path: '/',
  demo: false,
  office: { email: 'toetsbureau@example.org', phone: '000 000 00 00', hours: { firstDay: 1, lastDay: 4, from: '09:00', until: '16:00' } },
  asset: (name) => `/assets/${name}`,
  ...given,
})

const drawn = (part: Child) => parse(String(part))
const pageOf = (here: Here) => drawn(<Page here={here} title="Titel">inhoud</Page>)
const menuOf = (here: Here) => pageOf(here).querySelectorAll('.menu a').map((link) => link.getAttribute('href'))

describe('the frame', () => {
  test('says its language, its title, and where the content begins', () => {
    const page = pageOf(hereAs(null, { t: translator('en') }))
    expect(page.querySelector('html')?.getAttribute('lang')).toBe('en')
    expect(page.querySelector('title')?.textContent).toBe('Titel – Toetsronde')
    expect(page.querySelector('.skip')?.getAttribute('href')).toBe('#main')
    expect(page.querySelector('main')?.id).toBe('main')
  })

  test('a form that came back says so first in the title of the window', () => {
    const form = { typed: {}, problems: [{ field: 'name', key: 'problem.required' } as const], refusal: null }
    expect(drawn(<Page here={hereAs(null)} title="Titel" form={form}>x</Page>).querySelector('title')?.textContent).toBe('Fout: Titel – Toetsronde')
  })

  test('has no script or style of its own and only files of ours', () => {
    const page = drawn(<Page here={hereAs(viewer('staff'), { demo: true })} title="Titel" modules={['answer.js']}>x</Page>)
    expect(page.querySelectorAll('style, [style]')).toHaveLength(0)
    for (const script of page.querySelectorAll('script')) {
      expect(script.getAttribute('src')).toMatch(/^\/assets\//)
      expect(script.textContent).toBe('')
    }
    expect(page.querySelectorAll('script[type=module]').map((script) => script.getAttribute('src'))).toContain('/assets/answer.js')
  })

  test('asks for the font of its text before the stylesheet does', () => {
    const links = pageOf(hereAs(null)).querySelectorAll('link').map((link) => [link.getAttribute('rel'), link.getAttribute('href')])
    expect(links.filter(([rel]) => rel !== 'icon')).toEqual([['preload', '/assets/source-sans-3-latin-wght-normal.woff2'], ['stylesheet', '/assets/style.css']])
  })

  test('only a page with parts that refresh themselves loads htmx', () => {
    const scriptsOf = (live: boolean) =>
      drawn(<Page here={hereAs(null)} title="Titel" live={live}>x</Page>).querySelectorAll('script').map((script) => script.getAttribute('src'))
    expect(scriptsOf(false)).toEqual([])
    expect(scriptsOf(true)).toEqual(['/assets/htmx.js', '/assets/polling.js'])
  })

  test.each([
    [null, []],
    [viewer('candidate'), ['/candidate', '/enrolments']],
    [viewer('assessor'), ['/assessor']],
    [viewer('staff'), ['/staff', '/staff/rounds', '/staff/people', '/staff/papers', '/staff/payments', '/staff/audit']],
    [viewer('administrator'), ['/staff/audit', '/admin/accounts']],
    [viewer('candidate', 'assessor'), ['/candidate', '/enrolments', '/assessor']],
  ])('the menu of %o', (who, expected) => {
    expect(menuOf(hereAs(who))).toEqual(expected)
  })

  test('who owes a second factor gets no menu', () => {
    const staff = viewer('staff')
    expect(menuOf(hereAs(staff && { ...staff, secondFactorDue: true }))).toEqual([])
  })

  test.each([
    ['/staff', '/staff', 'page'],
    ['/staff/rounds?state=open', '/staff/rounds', 'page'],
    ['/staff/rounds/7/candidates', '/staff/rounds', 'true'],
    ['/staff/problems/7', '/staff', 'true'],
    ['/staff/attempts/7', '/staff/people', 'true'],
    ['/staff/enrolments/7/move', '/staff/people', 'true'],
    ['/receipts', '/staff', 'true'],
  ])('on %s the menu marks %s', (path, href, how) => {
    const current = pageOf(hereAs(viewer('staff'), { path })).querySelectorAll('.menu [aria-current]')
    expect(current.map((link) => [link.getAttribute('href'), link.getAttribute('aria-current')])).toEqual([[href, how]])
  })

  test('the language switch comes back to the same page', () => {
    const page = pageOf(hereAs(null, { path: '/verify?number=1&a=2' }))
    const form = page.querySelector('form[action="/language"]')
    expect(form?.querySelector('[name=next]')?.getAttribute('value')).toBe('/verify?number=1&a=2')
    expect(form?.querySelector('[name=language]')?.getAttribute('value')).toBe('en')
    expect(form?.querySelector('button')?.getAttribute('lang')).toBe('en')
  })

  test('only the demonstration has its banner', () => {
    expect(pageOf(hereAs(null)).querySelector('.demo')).toBeNull()
    expect(pageOf(hereAs(null, { demo: true })).querySelector('.demo a')?.getAttribute('href')).toBe('/demo')
  })
})

describe('a notice', () => {
  test.each([
    ['notFound', 404],
    ['forbidden', 403],
    ['invalid', 422],
    ['tooLarge', 413],
    ['wrongBody', 415],
    ['tooMany', 429],
    ['unavailable', 503],
    ['unexpected', 500],
  ] as const)('%s (%i) says what happened and leads on', (reason, status) => {
    const page = drawn(<NoticePage here={hereAs(null)} reason={reason} params={{ count: 5, code: 'c' }} status={status} />)
    expect(page.querySelectorAll('h1')).toHaveLength(1)
    expect(page.querySelector('main')?.textContent).toContain(t(`refusal.${reason}`, { count: 5, code: 'c' }))
    expect(page.querySelector('main .button-primary')?.getAttribute('href')).toBe('/')
  })

  test('who is not signed in can sign in and go on where they were', () => {
    const page = drawn(<NoticePage here={hereAs(null, { path: '/results/7?a=1' })} reason="signInFirst" params={{}} status={401} />)
    expect(page.querySelector('main .button-primary')?.getAttribute('href')).toBe('/sign-in?next=%2Fresults%2F7%3Fa%3D1')
  })

  test('a fragment is an alert', () => {
    const fragment = drawn(<RefusalFragment t={t} reason="invalid" params={{}} />)
    expect(fragment.querySelector('[role=alert]')?.textContent).toContain(t('refusal.invalid'))
  })
})

describe('tables and timelines', () => {
  test('a cell knows its column, also when it stands alone on a small screen', () => {
    const table = drawn(<Table t={t} caption="Rondes" columns={[{ label: 'Ronde' }, { label: 'Plaatsen', numeric: true }]} rows={[['4e', 46]]} />)
    expect(table.querySelector('tbody th')?.getAttribute('scope')).toBe('row')
    expect(table.querySelector('tbody td')?.getAttribute('data-label')).toBe('Plaatsen')
    expect(table.querySelector('caption')?.textContent).toBe('Rondes')
  })

  test('a table without rows says so', () => {
    expect(String(<Table t={t} caption="Rondes" columns={[]} rows={[]} />)).toContain('Er is nog niets.')
  })

  test('a timeline keeps every bar within its axis and tells the same in a table', () => {
    const day = 86_400_000
    const rows = [{ label: 'Sanne', bars: [{ from: -day, until: 20 * day, label: 'bezig', tone: 'accent' } as const] }]
    const figure = drawn(<Timeline t={t} caption="Wie wanneer" from={0} until={10 * day} now={5 * day} rows={rows} />)
    const bar = figure.querySelector('svg svg')
    expect([bar?.getAttribute('x'), bar?.getAttribute('width')]).toEqual(['0.00%', '100.00%'])
    expect(figure.querySelector('.timeline-now')?.getAttribute('x1')).toBe('50.00%')
    expect(figure.querySelectorAll('tbody tr')).toHaveLength(1)
  })

  test('no line of a timeline runs through its words, and a word at its edge stays within', () => {
    const day = 86_400_000
    const rows = ['Sanne', 'Daan'].map((label) => ({ label, bars: [{ from: day, until: 9 * day, label: 'bezig', tone: 'accent' } as const] }))
    const anchors = [0, 5 * day, 10 * day].map((now) => {
      const figure = drawn(<Timeline t={t} caption="Wie wanneer" from={0} until={10 * day} now={now} rows={rows} />)
      for (const picture of figure.querySelectorAll('svg')) {
        const [lines, words] = ['line', 'text'].map((shape) => picture.querySelectorAll(shape).length)
        expect(Math.min(lines ?? 0, words ?? 0)).toBe(0)
      }
      expect(figure.querySelectorAll('.timeline-now')).toHaveLength(rows.length)
      return figure.querySelector('.timeline-now-word')?.getAttribute('text-anchor')
    })
    expect(anchors).toEqual(['start', 'middle', 'end'])
  })

  test('a timeline with several bars in a row says once what each colour is, in their order', () => {
    const bar = (label: string, tone: 'accent' | 'good') => ({ from: 1, until: 2, label, tone })
    const rows = [{ label: 'Derde', bars: [bar('Beoordelen', 'good')] }, { label: 'Vierde', bars: [bar('Startperiode', 'accent'), bar('Beoordelen', 'good')] }]
    const figure = drawn(<Timeline t={t} caption="Rondes" from={0} until={10} rows={rows} />)
    expect(figure.querySelectorAll('.timeline-legend li').map(({ textContent }) => textContent.trim())).toEqual(['Startperiode', 'Beoordelen'])
  })
})
