/** What is typed is never lost and never overwritten unseen, whatever windows, servers and storage do. In a real Chromium. */
import type { BrowserContext, Page, Route } from 'playwright-core'
import { expect } from 'vitest'
import { HOUR, MINUTE } from '../../src/clock.ts'
import { announced, overall, PATIENT, stages, waitingOn } from '../support/sitting-stage.ts'

const { inBrowser, stage, untilSaved, history } = await stages()

const SAVES = '**/answers/*'
const CONFLICT = 'In een ander venster staat nieuwere tekst'

const down = (route: Route) => route.fulfill({ status: 503, body: 'vol' })
const breakSaves = (where: BrowserContext | Page) => where.route(SAVES, down)
const mendSaves = (where: BrowserContext | Page) => where.unroute(SAVES, down)

/** Holds the first save until `letGo()`. */
async function holdFirst(page: Page) {
  let letGo = () => {}
  const held = new Promise<void>((done) => (letGo = done))
  let count = 0
  await page.route(SAVES, async (route) => {
    count += 1
    if (count === 1) await held
    await route.continue()
  })
  return { letGo, count: () => count }
}

inBrowser('what is typed while a save is long under way is sent after it, without another key', async () => {
  const { page, answer } = await stage().window(await stage().context())
  const { letGo, count } = await holdFirst(page)
  await answer.fill('Eerst.')
  await expect.poll(count, PATIENT).toBe(1)
  await answer.fill('Eerst, en het laatste.')
  await page.waitForTimeout(1_500) // the pause after the last key goes by while the first save is still out
  letGo()
  await untilSaved('Eerst, en het laatste.', 10_000)
})

inBrowser('a window that is still open keeps its unsent text to itself; when it is closed, the other one takes it up', async () => {
  const context = await stage().context()
  const first = await stage().window(context)
  await breakSaves(context)
  await first.answer.fill('Uit het eerste venster.')
  await expect.poll(() => first.status.textContent(), PATIENT).toContain('Nog niet opgeslagen')
  const second = await stage().window(context)
  await expect.poll(() => overall(second.page), PATIENT).toBe('Alles is opgeslagen')
  expect(await second.answer.inputValue()).toBe('')
  await first.page.close()
  await expect.poll(() => second.answer.inputValue(), PATIENT).toBe('Uit het eerste venster.')
  await mendSaves(context)
  await untilSaved('Uit het eerste venster.')
  await expect.poll(() => waitingOn(second.page), PATIENT).toEqual([])
})

/** A browser that cannot say which windows are open. */
async function withoutLocks() {
  const context = await stage().context()
  await context.addInitScript(() => Object.defineProperty(Navigator.prototype, 'locks', { value: undefined }))
  return context
}

inBrowser('where windows cannot be told apart: an heir never overwrites what the window it inherited from saved later', async () => {
  const context = await withoutLocks()
  const first = await stage().window(context)
  await breakSaves(first.page)
  await first.answer.fill('De eerste tekst.')
  await expect.poll(() => waitingOn(first.page), PATIENT).toEqual(['De eerste tekst.'])
  const heir = await context.newPage()
  await breakSaves(heir)
  await heir.goto(first.page.url())
  const inherited = heir.locator(`[id="answer-${stage().questionId}"]`)
  await expect.poll(() => inherited.inputValue(), PATIENT).toBe('De eerste tekst.')
  await first.answer.fill('De eerste tekst, en verder.')
  await mendSaves(first.page)
  await untilSaved('De eerste tekst, en verder.')
  await mendSaves(heir)
  await heir.evaluate(() => dispatchEvent(new Event('focus')))
  await expect.poll(() => inherited.inputValue(), PATIENT).toBe('De eerste tekst, en verder.')
  await untilSaved('De eerste tekst, en verder.')
  expect(await heir.getByText(CONFLICT).count()).toBe(0)
  expect(await history()).toContainEqual(['stale', 'De eerste tekst.'])
})

/** Windows of this browser crash: they send nothing in leaving. */
const crashing = (context: BrowserContext) =>
  context.addInitScript(() => {
    addEventListener('pagehide', (event) => event.stopImmediatePropagation())
    document.addEventListener('visibilitychange', (event) => event.stopImmediatePropagation())
  })

inBrowser('what another window sends on is taken off this device word for word: newer text of the window it came from stays', async () => {
  const context = await withoutLocks()
  await crashing(context)
  const first = await stage().window(context)
  await breakSaves(first.page)
  await first.answer.fill('De eerste tekst.')
  await expect.poll(() => waitingOn(first.page), PATIENT).toEqual(['De eerste tekst.'])
  const heir = await context.newPage()
  await breakSaves(heir)
  await heir.goto(first.page.url())
  await expect.poll(() => waitingOn(heir), PATIENT).toEqual(['De eerste tekst.', 'De eerste tekst.'])
  await first.answer.fill('De eerste tekst, en nooit aangekomen.')
  await expect.poll(() => waitingOn(heir), PATIENT).toContain('De eerste tekst, en nooit aangekomen.')
  await mendSaves(heir)
  await untilSaved('De eerste tekst.')
  await expect.poll(() => waitingOn(heir), PATIENT).toEqual(['De eerste tekst, en nooit aangekomen.'])
  await first.page.close()
  const last = await stage().window(context)
  await last.page.getByText(CONFLICT).first().waitFor()
  expect(await last.answer.inputValue()).toBe('De eerste tekst, en nooit aangekomen.')
})

inBrowser('of texts that waited in several windows the newest is the answer, the others are kept beside it, and nothing is asked later', async () => {
  const context = await stage().context()
  await crashing(context)
  await breakSaves(context)
  for (const text of ['Eerste venster.', 'Tweede venster.']) {
    const { page, answer } = await stage().window(context)
    await expect.poll(() => overall(page), PATIENT).not.toBe('')
    await answer.fill(text)
    await expect.poll(() => waitingOn(page), PATIENT).toContain(text)
    await page.close()
  }
  await mendSaves(context)
  const { page, answer } = await stage().window(context)
  await untilSaved('Tweede venster.')
  await expect.poll(() => waitingOn(page), PATIENT).toEqual([])
  expect(await history()).toEqual([['stale', 'Eerste venster.'], ['saved', 'Tweede venster.']])
  expect([await answer.inputValue(), await page.getByText(CONFLICT).count()]).toEqual(['Tweede venster.', 0])
})

inBrowser('an earlier version that was put back stays: what was sent in leaving is no other window', async () => {
  const { page, answer, status } = await stage().window(await stage().context())
  await answer.fill('De eerste versie.')
  await untilSaved('De eerste versie.')
  await expect.poll(() => status.textContent(), PATIENT).toContain('Opgeslagen om')
  stage().clock.forward(2 * MINUTE)
  await answer.fill('De tweede versie.')
  await page.goto(`${stage().base}/attempts/${stage().attemptId}/answers/${stage().questionId}/history`)
  await untilSaved('De tweede versie.')
  const first = (await stage().history()).find(({ text }) => text === 'De eerste versie.')
  await page.goto(`${page.url()}/${first?.id}`)
  await page.getByRole('button', { name: 'Zet deze versie terug' }).click()
  await expect.poll(() => overall(page), PATIENT).toBe('Alles is opgeslagen')
  await expect.poll(() => waitingOn(page), PATIENT).toEqual([])
  expect([await answer.inputValue(), await page.getByText(CONFLICT).count()]).toEqual(['De eerste versie.', 0])
  await untilSaved('De eerste versie.')
})

inBrowser('two last sends in leaving that overtake a save are no other window either', async () => {
  const { page, answer } = await stage().window(await stage().context())
  const { letGo, count } = await holdFirst(page)
  const leave = () => page.evaluate(() => dispatchEvent(new Event('pagehide')))
  await answer.fill('Onderweg.')
  await expect.poll(count, PATIENT).toBe(1)
  for (const text of ['Onderweg, en weg.', 'Onderweg, en weer weg.']) {
    await answer.fill(text)
    await leave()
    await untilSaved(text)
  }
  await answer.fill('Onderweg, en terug.')
  letGo()
  await untilSaved('Onderweg, en terug.')
  expect(await page.getByText(CONFLICT).count()).toBe(0)
})

inBrowser('what is typed after the question which text to keep is in the history, also when the other text is chosen', async () => {
  const context = await stage().context()
  const old = await stage().window(context)
  const newer = await stage().window(context)
  await newer.answer.fill('Uit het nieuwe venster.')
  await untilSaved('Uit het nieuwe venster.')
  await old.answer.fill('Uit het oude venster.')
  await old.page.getByText(CONFLICT).first().waitFor()
  await old.answer.fill('Uit het oude venster, en daarna dit.')
  await expect.poll(history, PATIENT).toContainEqual(['stale', 'Uit het oude venster, en daarna dit.'])
  await old.answer.fill('En dit vlak voor de keuze.')
  await old.page.getByRole('button', { name: 'Gebruik de tekst uit het andere venster' }).click()
  await expect.poll(history, PATIENT).toContainEqual(['stale', 'En dit vlak voor de keuze.'])
  expect(await old.answer.inputValue()).toBe('Uit het nieuwe venster.')
  await untilSaved('Uit het nieuwe venster.')
  await expect.poll(() => waitingOn(old.page), PATIENT).toEqual([])
})

inBrowser('what is typed while a text turns out to be late is kept too; then nothing can be typed, and the page says so', async () => {
  const { page, answer, status } = await stage().window(await stage().context())
  await answer.fill('Op tijd.')
  await untilSaved('Op tijd.')
  await expect.poll(() => status.textContent(), PATIENT).toContain('Opgeslagen om')
  const { letGo, count } = await holdFirst(page)
  await answer.fill('Op tijd. Te laat.')
  await expect.poll(count, PATIENT).toBe(1)
  stage().clock.forward(72 * HOUR + 2 * MINUTE)
  await answer.fill('Op tijd. Te laat. En nog later.')
  letGo()
  await page.getByText('Te laat: wat je nu typte, is bewaard, maar telt niet mee.').first().waitFor()
  expect(await answer.evaluate((area) => area.hasAttribute('readonly'))).toBe(true)
  expect(await overall(page)).toBe('Je kunt nu niets meer veranderen aan deze toets.')
  await expect.poll(history, PATIENT).toEqual([['late', 'Op tijd. Te laat. En nog later.'], ['late', 'Op tijd. Te laat.'], ['saved', 'Op tijd.']])
  await page.getByText('Deze toets is ingeleverd.').first().waitFor()
})

inBrowser('a test that was handed in elsewhere is shown as it was handed in, also when text came after that', async () => {
  const context = await stage().context()
  const { page, answer } = await stage().window(context)
  const other = await context.newPage()
  await other.goto(`${page.url()}/hand-in`)
  await other.getByRole('button', { name: 'Ja, lever de casustoets in' }).click()
  await other.getByText('Ontvangstbewijs casustoets').first().waitFor()
  await answer.fill('Nog iets.')
  await page.getByText('Deze toets is ingeleverd.').first().waitFor()
  expect(await history()).toEqual([['late', 'Nog iets.']])
  // What happened stands at the top, wherever one was writing.
  await page.waitForLoadState('load')
  expect(await page.evaluate(() => scrollY)).toBe(0)
})

const storages: Readonly<Record<string, () => void>> = {
  'is not there': () => Object.defineProperty(globalThis, 'indexedDB', { value: undefined }),
  'cannot be opened': () => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('no', 'SecurityError')
    }
  },
  'is full': () => {
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('full', 'QuotaExceededError')
    }
  },
  'never answers': () => Object.defineProperty(IDBFactory.prototype, 'open', { value: () => ({}) }),
}

inBrowser.each(Object.keys(storages))('where the storage of the browser %s, people write and save all the same, and are told where their text is', async (how) => {
  const context = await stage().context()
  await context.addInitScript(storages[how] ?? (() => undefined))
  const { page, answer, status } = await stage().window(context)
  await breakSaves(page)
  await answer.fill('Nergens bewaard.')
  await expect.poll(() => status.textContent(), PATIENT).toContain('Je tekst staat alleen in dit venster.')
  expect(await status.textContent()).not.toContain('veilig')
  await mendSaves(page)
  await untilSaved('Nergens bewaard.')
  await expect.poll(() => status.textContent(), PATIENT).toContain('Opgeslagen om')
})

inBrowser('while saving is impossible everything can be downloaded, and the page says where the text is', async () => {
  const { page, answer } = await stage().window(await stage().context())
  await breakSaves(page)
  await answer.fill('Alleen hier.')
  await expect.poll(() => overall(page), PATIENT).toContain('een deel staat alleen op dit apparaat')
  expect(await announced(page)).toContain('alleen op dit apparaat')
  const button = page.locator('[data-overall]').getByRole('button', { name: 'Download wat ik heb' })
  const [file] = await Promise.all([page.waitForEvent('download'), button.click()])
  let text = ''
  for await (const piece of await file.createReadStream()) text += String(piece)
  expect(text).toContain('Alleen hier.')
})

inBrowser('a refusal that is not ours, of a proxy or a network that wants a password, passes: the text is sent again', async () => {
  const { page, answer } = await stage().window(await stage().context())
  let asked = 0
  await page.route(SAVES, (route) => {
    asked += 1
    return asked < 3 ? route.fulfill({ status: asked === 1 ? 403 : 401, contentType: 'text/html', body: '<h1>Log in op de wifi</h1>' }) : route.continue()
  })
  await answer.fill('In de trein.')
  await untilSaved('In de trein.')
  expect(asked).toBeGreaterThan(2)
})
