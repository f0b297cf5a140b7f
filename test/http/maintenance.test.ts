/** The page that the proxy shows while the program is away: it has only itself. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'node-html-parser'
import { expect, test } from 'vitest'
import { loadAssets } from '../../src/http/assets.ts'

const root = join(import.meta.dirname, '../..')
const source = readFileSync(join(root, 'public/maintenance.html'), 'utf8')
const page = parse(source)

test('it needs nothing from a program that is not there: no file, no script, no form', () => {
  expect(page.querySelectorAll('link, script, img, form, iframe, a, [src], [href]')).toHaveLength(0)
  expect(source).not.toMatch(/url\(|@import|https?:/)
})

test('it says in both languages that answers are safe, that the clock runs and lost time comes back, and when to try again', () => {
  const english = page.querySelector('section[lang=en]')?.text ?? ''
  const dutch = page.querySelector('section:not([lang])')?.text ?? ''
  expect(page.querySelector('html')?.getAttribute('lang')).toBe('nl')
  for (const told of ['Wat is opgeslagen, is veilig', 'klok van je toets loopt door', 'krijg je terug', 'over een paar minuten opnieuw']) expect(dutch).toContain(told)
  for (const told of ['What was saved is safe', 'clock of your test keeps running', 'gives you back', 'Try again in a few minutes']) expect(english).toContain(told)
})

test('the program itself does not serve it', async () => {
  expect((await loadAssets()).find('maintenance.html')).toBeUndefined()
})

test('the README hands it to both proxies, and lets the status stay an error: the saving module waits for that', () => {
  const section = readFileSync(join(root, 'README.md'), 'utf8').split('### While it restarts')[1]?.split('\n### ')[0] ?? ''
  expect(section).toContain('error_page 502 503 504 /maintenance.html;')
  expect(section).toMatch(/handle_errors 502 503 504 \{[^}]*maintenance\.html/)
  expect(section, 'with `=200` an unsaved answer would look saved').not.toMatch(/error_page[^;]*=/)
})
