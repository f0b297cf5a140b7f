/**
 * Where a test is handed in, or was closed: what still waits on this device. Before handing in it is named; afterwards
 * it is sent all the same, so that it is kept, and the person is told that it does not count. What the server has
 * already is of no concern: the answer to a send in leaving was never read.
 */
import { openDrawer } from './sitting-drawer.js'
import { contentOf, textOf } from './sitting-field.js'
import { post } from './sitting-post.js'

const templateOf = (question) => document.querySelector(`template[data-answer="${CSS.escape(question)}"]`)

const before = document.querySelector('[data-unsent]')
if (before) void warn(before)
const after = document.querySelector('[data-left-behind]')
if (after) void sendAll(after)

/** What waits on this device and is not what the server shows. */
async function unsentIn(drawer) {
  const isThere = (kept) => {
    const template = templateOf(kept.question)
    return template && textOf({ text: template.content.textContent, choice: JSON.parse(template.dataset.choice) }) === textOf(kept)
  }
  const waiting = await drawer.list()
  await Promise.all(waiting.filter(isThere).map((kept) => drawer.remove(kept)))
  return waiting.filter((kept) => !isThere(kept))
}

async function warn(box) {
  const waiting = new Set((await unsentIn(openDrawer(box.dataset.unsent))).map(({ question }) => question))
  for (const item of box.querySelectorAll('[data-of]')) item.hidden = !waiting.has(item.dataset.of)
  box.hidden = waiting.size === 0
}

async function sendAll(box) {
  const drawer = openDrawer(box.dataset.leftBehind)
  const waiting = await unsentIn(drawer)
  const taken = await Promise.all(waiting.map((kept) => sendOne(kept, drawer)))
  if (waiting.length > 0) box.querySelector(taken.every(Boolean) ? '[data-sent]' : '[data-waiting]').hidden = false
}

/** @returns whether the server has it now */
async function sendOne(kept, drawer) {
  const template = templateOf(kept.question)
  if (!template) return false
  const { windowId, base, count = 0, heirOf } = kept
  const told = await post(template.dataset.save, { windowId, base, count, heirOf, ...contentOf(textOf(kept)) }).catch(() => null)
  const isTaken = ['saved', 'stale', 'late'].includes(told?.outcome)
  if (isTaken) await drawer.remove(kept)
  return isTaken
}
