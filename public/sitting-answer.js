/** One answer of a test: sends what is typed, says what became of it, and keeps what could not be sent. */
import { showInList } from './sitting-list.js'

const PAUSE = 1_000 // after the last key
const AT_LEAST_EVERY = 10_000 // while typing goes on
const RETRY_AFTER = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000]
const STUCK = 3 // this many tries in vain, and the person is told to worry
const PATIENCE = 20_000 // for one request
const LONGEST_GOODBYE = 60_000 // what a browser still sends while it leaves a page

export function watchAnswer(part, { windowId, drawer, clock, form, changed }) {
  const question = part.dataset.question
  const texts = form.dataset
  const area = part.querySelector('textarea')
  const status = part.querySelector('[data-status]')
  const conflict = part.querySelector('[data-conflict]')
  const words = part.querySelector('[data-words]')
  const boxes = [...part.querySelectorAll(`[name="choice-${question}"]`)]
  const state = {
    base: Number(part.dataset.revision), // the revision this text goes on from
    acknowledged: read(), // what the server has
    refused: null, // what it will not have, however often it is sent
    count: 0,
    sending: false,
    tries: 0,
    timer: 0,
    typedAt: 0,
    over: false, // too late: nothing counts any more
    standing: null, // the other window's text, until the person has chosen
    heirOf: null, // the entry of the drawer that this text came from
    keeping: null,
    goodbye: null, // what was sent in leaving; its answer is not read
  }

  function read() {
    return JSON.stringify({ text: area ? area.value : '', choice: boxes.filter((box) => box.checked).map((box) => box.value) })
  }
  function write({ text, choice }) {
    if (area) area.value = text
    for (const box of boxes) box.checked = choice.includes(box.value)
    count()
  }
  function count() {
    const { text, choice } = JSON.parse(read())
    if (words) words.textContent = texts.textWords.replace('{n}', String(text.trim().split(/\s+/u).filter(Boolean).length))
    showInList(form, question, { answered: text.trim() !== '' || choice.length > 0 })
  }
  function say(kind, ...nodes) {
    status.dataset.state = kind
    status.replaceChildren(...nodes)
  }

  function onInput() {
    count()
    if (state.over) return
    state.keeping ??= keep()
    const now = performance.now()
    if (!state.timer) state.typedAt = now
    clearTimeout(state.timer)
    const left = AT_LEAST_EVERY - (now - state.typedAt)
    state.timer = setTimeout(send, Math.max(0, Math.min(area ? PAUSE : 0, left)))
    changed()
  }

  /** Keeps the newest text on this device; while one is being written down, the next waits. */
  async function keep() {
    for (let kept = ''; kept !== read(); ) {
      kept = read()
      await drawer.put({ question, windowId, ...JSON.parse(kept), base: state.base })
    }
    state.keeping = null
    if (state.acknowledged === read()) await forget()
  }
  const forget = () => drawer.remove({ question, windowId })

  /** Sends the newest text, unless it is known there or one is under way: that one is followed by the newest. */
  async function send(always = false) {
    const current = read()
    const known = current === state.acknowledged || current === state.refused
    if (state.sending || state.over || state.standing || (known && always !== true)) return
    clearTimeout(state.timer)
    state.timer = 0
    state.sending = true
    say('saving', texts.textSaving)
    try {
      await deliver(current)
    } catch {
      later()
    } finally {
      state.sending = false
      changed()
    }
    if (![state.acknowledged, state.refused].includes(read()) && !state.timer) state.timer = setTimeout(send, PAUSE)
  }

  function bodyOf(current) {
    const { text, choice } = JSON.parse(current)
    const body = new URLSearchParams({ window: windowId, count: String(++state.count), revision: String(state.base) })
    if (state.heirOf) body.set('heirOf', state.heirOf.windowId)
    if (area) body.set('text', text)
    for (const key of choice) body.append('choice', key)
    return body
  }
  const post = (current, more) => fetch(part.dataset.save, { method: 'POST', body: bodyOf(current), headers: { 'HX-Request': 'true' }, ...more })

  async function deliver(current) {
    const response = await post(current, { redirect: 'error', signal: AbortSignal.timeout(PATIENCE) })
    const page = new DOMParser().parseFromString(await response.text(), 'text/html')
    const reply = page.querySelector('[data-outcome]')
    if (!reply) return notTaken(response, current, page.body.textContent.trim())
    clock.set(Number(reply.dataset.left))
    state.tries = 0
    const { outcome } = reply.dataset
    if (outcome === 'stale' && isOurs(reply)) return
    say(outcome === 'saved' ? 'saved' : 'refused', ...reply.querySelector('[data-part="status"]').childNodes)
    conflict.replaceChildren(...reply.querySelector('[data-part="conflict"]').childNodes)
    if (outcome === 'saved') return acknowledge(current, Number(reply.dataset.revision))
    if (outcome === 'stale') return
    state.over = true
    // The start was moved: what was typed waits here until the clock starts again.
    if (outcome === 'early') return
    await Promise.all([forget(), state.heirOf && drawer.remove(state.heirOf)])
  }

  async function acknowledge(current, revision) {
    state.base = revision
    state.acknowledged = current
    if (state.heirOf) await drawer.remove(state.heirOf)
    state.heirOf = null
    if (read() === current) await forget()
  }

  /** Newer text stands there. @returns whether it came from here, in leaving: then there is nothing to choose */
  function isOurs(reply) {
    const { content, dataset } = reply.querySelector('template[data-part="standing"]')
    const standing = { text: content.textContent, choice: JSON.parse(dataset.choice) }
    const revision = Number(reply.dataset.revision)
    const text = JSON.stringify(standing)
    if (text !== read() && text !== state.goodbye) {
      state.standing = { ...standing, revision }
      return false
    }
    say('saved', texts.textAllSaved)
    void acknowledge(text, revision)
    return true
  }

  /** What the server will not take is said, and not tried again; what it could not take now is. */
  function notTaken(response, current, why) {
    if (response.status === 401) return signInFirst()
    if (response.status < 400 || response.status >= 500 || [408, 429].includes(response.status)) {
      return later(1_000 * Number(response.headers.get('Retry-After') ?? 0))
    }
    state.refused = current
    say('refused', why)
  }

  function signInFirst() {
    later()
    const link = document.createElement('a')
    Object.assign(link, { href: texts.signIn, target: '_blank', rel: 'opener', textContent: texts.textSignInLink })
    say('waiting', `${texts.textSignIn} `, link)
  }

  function later(atLeast = 0) {
    say('waiting', state.tries < STUCK ? texts.textUnsaved : texts.textOnlyHere)
    const pause = RETRY_AFTER[Math.min(state.tries, RETRY_AFTER.length - 1)]
    clearTimeout(state.timer)
    state.timer = setTimeout(send, Math.max(pause, atLeast || 0))
    state.tries += 1
  }

  /** Leaving: one last send that outlives the page. What is not acknowledged waits in the drawer. */
  function sendLast() {
    const current = read()
    if (state.over || state.standing || [state.acknowledged, state.goodbye].includes(current) || current.length > LONGEST_GOODBYE / 2) return
    state.goodbye = current
    void post(current, { keepalive: true }).catch(() => undefined)
  }

  conflict.addEventListener('click', (event) => {
    const choice = event.target.closest('[data-keep]')?.dataset.keep
    if (!choice || !state.standing) return
    event.preventDefault()
    const { revision, ...theirs } = state.standing
    state.base = revision
    state.standing = null
    conflict.replaceChildren()
    if (choice === 'theirs') {
      write(theirs)
      void acknowledge(read(), revision)
      say('saved', texts.textAllSaved)
    }
    area?.focus()
    void send(choice === 'mine')
    changed()
  })

  /** Text that waited on this device: sent now, under the revision it was typed on, so that nothing newer is lost. */
  function adopt(kept) {
    if (JSON.stringify({ text: kept.text, choice: kept.choice }) === state.acknowledged) return void drawer.remove(kept)
    if (read() !== state.acknowledged) return
    state.base = Math.min(kept.base, state.base)
    state.heirOf = kept
    write(kept)
    void send()
  }

  part.addEventListener('input', (event) => event.target.dataset.mark === undefined && onInput())
  return {
    question,
    send,
    sendLast,
    adopt,
    isSafe: () => state.over || read() === state.acknowledged,
    isOver: () => state.over,
    isWaiting: () => state.tries > 0,
    isStuck: () => state.tries >= STUCK || read() === state.refused,
    isContested: () => state.standing !== null,
    showConflict: () => conflict.scrollIntoView({ block: 'center' }),
    /** No typing before it is known whether something waits here. */
    hold: (held) => area && (area.readOnly = held),
  }
}
