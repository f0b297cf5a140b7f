/**
 * Where a test is handed in, or was closed: what still waits on this device. Before handing in it is named; afterwards
 * it is sent all the same, so that it is kept, and the person is told that it does not count.
 */
import { openDrawer } from './sitting-drawer.js'

const before = document.querySelector('[data-unsent]')
if (before) void warn(before)
const after = document.querySelector('[data-left-behind]')
if (after) void sendAll(after)

async function warn(box) {
  const waiting = new Set((await openDrawer(box.dataset.unsent).list()).map(({ question }) => question))
  for (const item of box.querySelectorAll('[data-of]')) item.hidden = !waiting.has(item.dataset.of)
  box.hidden = waiting.size === 0
}

async function sendAll(box) {
  const drawer = openDrawer(box.dataset.leftBehind)
  const waiting = await drawer.list()
  const taken = await Promise.all(waiting.map((kept) => sendOne(kept, drawer)))
  if (waiting.length > 0) box.querySelector(taken.every(Boolean) ? '[data-sent]' : '[data-waiting]').hidden = false
}

/** @returns whether the server has it now */
async function sendOne(kept, drawer) {
  const part = document.querySelector(`[data-question="${kept.question}"]`)
  if (!part) return false
  const body = new URLSearchParams({ window: kept.windowId, count: '0', revision: String(kept.base), text: kept.text })
  for (const key of kept.choice) body.append('choice', key)
  const response = await fetch(part.dataset.save, { method: 'POST', body, headers: { 'HX-Request': 'true' } }).catch(() => null)
  const isTaken = (await response?.text())?.includes('data-outcome') === true
  if (isTaken) await drawer.remove(kept)
  return isTaken
}
