/** One answer of a test: sends what is typed, says what became of it, and keeps what could not be sent. */
import { contentOf, fieldOf, textOf } from './sitting-field.js'
import { post } from './sitting-post.js'

const PAUSE = 1_000 // after the last key
const AT_LEAST_EVERY = 10_000 // while typing goes on
const RETRY_AFTER = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000]
const STUCK = 3 // this many tries in vain, and the person is told to worry

export function watchAnswer(part, { windowId, drawer, clock, form, changed }) {
  const { question, save: address } = part.dataset
  const texts = form.dataset
  const field = fieldOf(part, form)
  const { read, say } = field
  const state = {
    base: Number(part.dataset.revision), // the revision this text goes on from
    acknowledged: read(), // what the server has
    refused: null, // what it will not have, however often it is sent
    aside: null, // what it keeps beside the answer
    count: 0,
    sending: false,
    tries: 0,
    timer: 0,
    typedAt: null, // the first key since something was sent
    notBefore: 0, // the server asked to wait until then
    over: false, // nothing counts any more, or not yet
    standing: null, // the other window's text, until the person has chosen
    heirOf: [], // the windows whose text this goes on from
    adopted: null, // the entry of the drawer that was taken up
    keeping: null,
    onDevice: null, // what is safe on this device
    goodbye: null, // what was sent in leaving
    settled: () => undefined, // whoever waits until what was taken up has found its place
  }
  const isKnown = (text) => [state.refused, state.standing || state.over ? state.aside : state.acknowledged].includes(text)
  const entry = (text) => ({ question, windowId, ...contentOf(text), base: state.base, count: state.count, heirOf: state.heirOf })
  const forget = (text) => drawer.remove({ question, windowId, ...contentOf(text) })

  function onInput() {
    field.count()
    void keep()
    const now = performance.now()
    state.typedAt ??= now
    const left = AT_LEAST_EVERY - (now - state.typedAt)
    plan(Math.max(0, Math.min(field.isTyped ? PAUSE : 0, left), state.notBefore - now))
    changed()
  }
  function plan(pause) {
    clearTimeout(state.timer)
    state.timer = setTimeout(send, pause)
  }

  /** Keeps the newest text on this device; while one is being written down, the next waits. */
  function keep() {
    state.keeping ??= keepNewest().finally(() => (state.keeping = null))
    return state.keeping
  }
  async function keepNewest() {
    for (let kept = ''; kept !== read(); ) {
      kept = read()
      state.onDevice = (await drawer.put(entry(kept))) ? kept : null
    }
    if (state.acknowledged === read() && !state.standing) void forget(read())
    if (state.tries > 0) sayWaiting()
    changed()
  }

  /** Sends the newest text, unless it is known there or one is under way: that one is followed by the newest. */
  async function send(always = false) {
    clearTimeout(state.timer)
    state.timer = 0
    const text = read()
    if (state.sending || (isKnown(text) && always !== true)) return
    Object.assign(state, { sending: true, typedAt: null })
    if (!field.isAsking()) say('saving', texts.textSaving)
    try {
      await deliver(text)
    } catch {
      later()
    } finally {
      state.sending = false
      changed()
    }
    if (!isKnown(read()) && !state.timer) plan(PAUSE)
  }

  const sendOne = (text, isGoodbye) => {
    state.count += 1
    return post(address, entry(text), isGoodbye)
  }

  async function deliver(text) {
    const told = await sendOne(text)
    if (told.outcome === 'later') return later(told.after)
    if (told.outcome === 'signedOut') return later(0, true)
    state.tries = 0
    if (told.outcome === 'refused') {
      state.refused = text
      return say('refused', told.why)
    }
    clock.set(told.left)
    if (told.outcome === 'stale') return stale(told, text)
    say(told.outcome === 'saved' ? 'saved' : 'refused', ...told.status)
    field.conflict.replaceChildren(...told.conflict)
    if (told.outcome === 'saved') acknowledge(text, told.revision)
    else close(told.outcome, text)
  }

  function acknowledge(text, revision) {
    // The answer to a send in leaving can overtake the one before it.
    if (revision < state.base) return
    Object.assign(state, { base: revision, acknowledged: text, standing: null, aside: null, heirOf: [] })
    letGo()
    void forget(text)
  }

  /** What was taken up is at the server: whatever its own window kept after that stays. */
  function letGo() {
    if (state.adopted) void drawer.remove(state.adopted)
    state.adopted = null
    state.settled()
  }

  /** Too late, or too early. What was typed while that was under way is sent too, and then nothing can be typed. */
  function close(outcome, text) {
    state.over = true
    state.aside = text
    field.close()
    void clock.correct()
    // The start was moved: what was typed waits here until the clock starts again.
    if (outcome === 'early') return state.settled()
    letGo()
    void forget(text)
  }

  /** Newer text stands there. */
  function stale(told, text) {
    // Chosen meanwhile: this text goes on from what stands.
    if (told.revision <= state.base && !told.settled) return say('saving', texts.textSaving)
    if (isOurs(told)) {
      say('saved', texts.textAllSaved)
      field.conflict.replaceChildren()
      return acknowledge(told.standing, told.revision)
    }
    const isNews = state.standing?.revision !== told.revision
    state.standing = { text: told.standing, revision: told.revision }
    state.aside = text
    say('refused', ...told.status)
    if (isNews) field.conflict.replaceChildren(...told.conflict)
    state.settled()
  }

  /** Whether there is nothing to choose between what stands and what is here. */
  function isOurs({ settled, standing }) {
    const adopted = state.adopted && textOf(state.adopted)
    // What was found on this device had been the answer before, or its window went on from it; nobody touched it here.
    if (settled === 'before' && read() === adopted) {
      void forget(adopted)
      field.write(standing)
    }
    return settled === 'own' || standing === read() || standing === adopted
  }

  function later(after = 0, isSignedOut = false) {
    const pause = RETRY_AFTER[Math.min(state.tries, RETRY_AFTER.length - 1)]
    state.tries += 1
    state.notBefore = performance.now() + after
    if (isSignedOut) field.askToSignIn()
    else sayWaiting(true)
    plan(Math.max(pause, after))
  }
  /** Where the text is now, and no safer than it is. */
  function sayWaiting(anew = false) {
    if (field.isAsking() && !anew) return
    const where = state.onDevice === read() ? 'Device' : 'Window'
    say('waiting', texts[`text${state.tries > STUCK ? 'Only' : 'Unsaved'}${where}`])
  }

  /** Leaving: one last send that outlives the page. What is not acknowledged waits in the drawer. */
  async function sendLast() {
    const text = read()
    if (isKnown(text) || text === state.goodbye) return
    state.goodbye = text
    const told = await sendOne(text, true).catch(() => null)
    if (state.goodbye === text) state.goodbye = null
    if (told?.outcome !== 'saved') return
    if (!state.sending && read() === text) say('saved', ...told.status)
    acknowledge(text, told.revision)
    changed()
  }

  field.conflict.addEventListener('click', (event) => {
    const choice = event.target.closest('[data-keep]')?.dataset.keep
    if (!choice || !state.standing) return
    event.preventDefault()
    const { revision, text } = state.standing
    const mine = read()
    if (choice === 'theirs') {
      if (mine !== state.aside) void keepAside(mine)
      field.write(text)
      acknowledge(text, revision)
      void forget(mine)
      say('saved', texts.textAllSaved)
    }
    Object.assign(state, { base: revision, acknowledged: text, standing: null, aside: null })
    field.conflict.replaceChildren()
    field.focus()
    if (choice === 'mine') void send(true)
    changed()
  })

  /**
   * Puts a text in the history, beside the answer that stands: as a count and a revision of nothing it cannot become the
   * answer. Until the server has it, it waits on this device under a name of its own.
   */
  async function keepAside(text, kept = { question, windowId: `${windowId}-${state.count}-${Date.now()}`, ...contentOf(text), isAside: true, base: 0, count: 0 }) {
    if (!kept.at) await drawer.put(kept)
    const told = await post(address, { windowId, count: 0, base: 0, ...contentOf(text) }).catch(() => null)
    if (['saved', 'stale', 'late', 'early'].includes(told?.outcome)) await drawer.remove(kept)
  }

  /**
   * What waited on this device, newest first: the newest is the text now and is sent under the revision it was typed on;
   * the others go beside it. @returns once the server has said what becomes of it
   */
  async function takeUp(waiting) {
    const known = [state.acknowledged]
    for (const kept of waiting) if (textOf(kept) === state.acknowledged) void drawer.remove(kept)
    const wanted = waiting.filter((kept) => !kept.isAside)
    const isNewestThere = state.base > 0 && wanted.length > 0 && textOf(wanted[0]) === state.acknowledged
    const newest = wanted.find((kept) => textOf(kept) !== state.acknowledged)
    if (newest && !isNewestThere && !state.over && read() === state.acknowledged) {
      known.push(textOf(newest))
      await adopt(newest)
    }
    // Nothing stands beside which they could be kept: they wait.
    if (state.base === 0 && !state.standing && !state.over) return
    for (const kept of waiting) {
      if (kept === newest && known.includes(textOf(kept))) continue
      if (known.includes(textOf(kept))) void drawer.remove(kept)
      else await keepAside(textOf(kept), kept)
    }
  }
  function adopt(kept) {
    state.base = Math.min(kept.base, state.base)
    state.heirOf = [...(kept.heirOf ?? []), { windowId: kept.windowId, windowCount: kept.count ?? 0 }].slice(-20)
    state.adopted = kept
    field.write(textOf(kept))
    const settled = new Promise((done) => (state.settled = done))
    void keep()
    void send()
    return settled
  }

  /** The page came back from a plain form with text that could not be saved: that is not what the server has. */
  function goOnFromPlain() {
    const template = part.querySelector('template[data-part="standing"]')
    state.acknowledged = null
    if (!template) return onInput()
    const text = textOf({ text: template.content.textContent, choice: JSON.parse(template.dataset.choice) })
    state.standing = { text, revision: state.base }
    state.aside = read()
    state.base -= 1
  }
  if (part.dataset.typed) goOnFromPlain()

  part.addEventListener('input', (event) => event.target.dataset.mark === undefined && onInput())
  return {
    question,
    send,
    sendLast,
    takeUp,
    /** Somebody is back, perhaps under another account: what was refused may be taken now. */
    tryAgain() {
      state.refused = null
      void send()
    },
    isSafe: () => !state.standing && read() === (state.over ? state.aside : state.acknowledged),
    isOnDevice: () => state.onDevice === read(),
    isOver: () => state.over,
    isWaiting: () => state.tries > 0,
    isStuck: () => state.tries >= STUCK,
    isRefused: () => read() === state.refused,
    isContested: () => state.standing !== null,
    close: field.close,
    show: field.show,
    /** No typing before it is known whether something waits here. */
    hold: field.hold,
  }
}
