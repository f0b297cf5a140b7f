/** What the documents say exists, exists. */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { describeSettings } from '../src/config.ts'
import { readHelp } from '../src/overview/help.ts'
import { shots } from './journeys/shots.ts'

const root = join(import.meta.dirname, '..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const under = (folder: string): string[] => readdirSync(join(root, folder)).filter((name) => name.endsWith('.md')).map((name) => `${folder}/${name}`)

const guides = under('docs/handleiding')
const decisions = under('docs/decisions')
const english = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'docs/architecture.md', ...decisions]
const documents = [...english, ...guides]

/** A file or folder of this project in code marks; `src/<noun>/…` is a pattern, not a file. */
const FILE = /`((?:src|views|db|public|test|docs|\.ci)\/[\w./-]*)`/g

const scripts: ReadonlySet<string> = new Set(Object.keys(JSON.parse(read('package.json')).scripts))

test.each(documents)('every file that %s names exists', (path) => {
  const named = [...read(path).matchAll(FILE)].map(([, file = '']) => file)
  expect(named.filter((file) => !existsSync(join(root, file)))).toEqual([])
})

test.each(documents)('every link and picture of %s leads somewhere', (path) => {
  const targets = [...read(path).matchAll(/\]\((?!https?:|#|mailto:)([^)#]+)/g)].map(([, target = '']) => target)
  expect(targets.filter((target) => !existsSync(join(root, dirname(path), target)))).toEqual([])
})

test.each(documents)('every npm script that %s names is in package.json', (path) => {
  const named = [...read(path).matchAll(/\bnpm (?:run (?:-s )?([\w:-]+)|(start|test)\b)/g)].map(([, script, short]) => script ?? short ?? '')
  expect(named.filter((script) => !scripts.has(script))).toEqual([])
})

test('architecture.md names files in each of its walkthroughs', () => {
  const walks = read('docs/architecture.md').split(/^## /m).filter((section) => section.startsWith('Walkthrough'))
  expect(walks).toHaveLength(3)
  for (const walk of walks) expect(new Set([...walk.matchAll(FILE)].map(([, file]) => file)).size).toBeGreaterThanOrEqual(5)
})

test('architecture.md has the order of capabilities that is enforced', () => {
  const enforced = /const order = \[([^\]]+)\]/.exec(read('test/rules/rooms.test.ts'))?.[1] ?? ''
  const order = [...enforced.matchAll(/'(\w+)'/g)].map(([, room]) => room).join(', ')
  expect(read('docs/architecture.md')).toContain(`from its left: ${order}.`)
})

test('the README has every setting with its meaning and its default, and no other', () => {
  const rows = describeSettings().map(({ name, about, otherwise }) => `| \`${name}\` | ${about} | ${otherwise} |`)
  const table = read('README.md').split('## Configuration')[1]?.split('\n## ')[0] ?? ''
  expect(table.split('\n').filter((line) => line.startsWith('| `'))).toEqual(rows)
})

test('every setting that a document names is a setting', () => {
  const known = new Set([...describeSettings().map(({ name }) => name), 'CHROMIUM_PATH'])
  const named = documents.flatMap((path) => [...read(path).matchAll(/(?:^|[\s`$"])([A-Z]{2,}_[A-Z_]+)(?==|`|"|\b)/gm)].map(([, name = '']) => name))
  expect([...new Set(named)].filter((name) => !known.has(name))).toEqual([])
})

test('everybody on the tour is in the demonstration', () => {
  const tour = read('README.md').split('## A tour')[1]?.split('\n## ')[0] ?? ''
  const named = [...tour.matchAll(/\*([A-Z][\w-]+(?: \w+)* [A-Z]\w+)\*/g)].map(([, name = '']) => name)
  expect(named.length).toBeGreaterThan(5)
  expect(named.filter((name) => !read('db/seed/people.json').includes(`"name": "${name}"`))).toEqual([])
})

test('decisions are numbered without a gap and have their three parts', () => {
  expect(decisions.map((path) => Number(/(\d{3})-/.exec(path)?.[1]))).toEqual(decisions.map((_, index) => index + 1))
  for (const path of decisions) {
    const headings = [...read(path).matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)
    expect(headings, path).toEqual(['Context', 'Decision', 'Consequence'])
  }
})

describe('the guides', () => {
  const help = readHelp()

  test('each has a title, sections with addresses of their own, and pictures with a text', () => {
    expect(help.guides.map(({ name }) => `docs/handleiding/${name}.md`).toSorted()).toEqual(guides.toSorted())
    for (const { title, sections, lead } of help.guides) {
      expect(title).toMatch(/^Handleiding/)
      expect(lead.length).toBeGreaterThan(0)
      expect(new Set(sections.map(({ id }) => id)).size).toBe(sections.length)
      for (const part of sections.flatMap(({ parts }) => parts)) if (part.kind === 'picture') expect(part.alt.length).toBeGreaterThan(20)
    }
  })

  test('every picture is shown somewhere, and small', () => {
    const shown = new Set(help.guides.flatMap(({ lead, sections }) => [...lead, ...sections.flatMap(({ parts }) => parts)])
      .flatMap((part) => (part.kind === 'picture' ? [part.href.split('/').at(-1)] : [])))
    expect([...help.pictures.keys()].filter((name) => !shown.has(name))).toEqual([])
    expect([...help.pictures].filter(([, { byteLength }]) => byteLength > 120 * 1024).map(([name]) => name)).toEqual([])
  })

  test('every picture, those of the README too, is one that `npm run pictures` takes', () => {
    const names = (folder: string) => readdirSync(join(root, folder)).toSorted()
    const taken = (forReadme: boolean) => shots.filter(({ readme = false }) => readme === forReadme).map(({ name }) => `${name}.png`).toSorted()
    expect(names('docs/handleiding/pictures')).toEqual(taken(false))
    expect(names('docs/pictures')).toEqual(taken(true))
  })

  test('what a guide puts in bold is a word of the interface', () => {
    const words = read('src/language/nl/index.ts').matchAll(/from '\.\/(\w+)\.ts'/g)
    const texts = [...words].map(([, name]) => read(`src/language/nl/${name}.ts`)).join('\n')
    const bold = guides.flatMap((path) => [...read(path).matchAll(/\*\*([^*]+)\*\*/g)].map(([, text = '']) => text))
    const unknown = bold.filter((text) => !text.endsWith('.') && !texts.includes(text) && !texts.includes(text.replace('casustoets', '{{test}}')))
    expect(unknown).toEqual([])
  })

  test('they are plain: "je", and no exclamation marks', () => {
    for (const path of guides) expect(read(path).replaceAll('![', '[')).not.toMatch(/!|\b(u|uw|Uw)\b/)
  })
})
