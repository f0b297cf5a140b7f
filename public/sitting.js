/**
 * The page of a test: sends what is typed, keeps what could not be sent, and keeps the clock honest.
 * Nothing here decides anything. Without this module the same form saves and hands in by its buttons.
 */

const PAUSE = 1_000 // after the last key
const AT_LEAST_EVERY = 10_000 // while typing goes on
const RETRY_AFTER = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000]
const GIVE_UP_WAITING = 20_000
const SAY_AT = [24 * 3600, 4 * 3600, 3600, 900, 300]
const HEADERS = { 'HX-Request': 'true' }

const form = document.querySelector('form[data-sitting]')
if (form) sit(form)

function sit(form) {
  const texts = form.dataset
  const windowId = crypto.randomUUID()
  form.elements.namedItem('window').value = windowId
  const drawer = openDrawer(form.dataset.sitting)
  const clock = startClock(form)
  const answers = [...form.querySelectorAll('[data-question]')].map((part) => watchAnswer(part, { windowId, drawer, clock, texts, changed }))

  function changed() {
    const waiting = answers.filter((answer) => !answer.isSafe())
    const overall = form.querySelector('[data-overall]')
    const stuck = waiting.some((answer) => answer.isStuck())
    const text = stuck ? texts.textOnlyHere : ''
    if (overall.firstChild?.textContent !== text) overall.replaceChildren(...(stuck ? [span(text), downloadButton(form, texts)] : []))
  }

  // Buttons: with the module a save is a save of this page's unsent answers, and handing in waits for them.
  form.addEventListener('submit', async (event) => {
    const button = event.submitter
    if (button?.dataset.keep) return void event.preventDefault()
    if (button?.name !== 'go') return
    event.preventDefault()
    for (const answer of answers) answer.send(button.value === answer.id)
    if (!button.dataset.handIn) return
    const overall = form.querySelector('[data-overall]')
    overall.textContent = texts.textWaiting
    const safe = await settled(answers)
    overall.textContent = safe ? '' : texts.textNotYetSafe
    if (safe) location.assign(button.dataset.handIn)
    else changed()
  })

  form.addEventListener('change', (event) => {
    const address = event.target.dataset?.mark
    if (!address) return
    const body = new URLSearchParams(event.target.checked ? { marked: '1' } : {})
    void fetch(address, { method: 'POST', body, headers: HEADERS, redirect: 'manual' }).catch(() => undefined)
    const link = form.querySelector(`[data-jump="${event.target.name.slice('mark-'.length)}"]`)
    if (link) link.dataset.marked = String(event.target.checked)
  })

  const sendAll = () => answers.forEach((answer) => answer.send())
  addEventListener('online', sendAll)
  addEventListener('focus', sendAll)
  document.addEventListener('visibilitychange', () => (document.visibilityState === 'visible' ? clock.correct() : answers.forEach((answer) => answer.sendLast())))
  addEventListener('pagehide', () => answers.forEach((answer) => answer.sendLast()))
  // A page out of the back/forward cache shows what it once knew: ask again. Unsent text waits in the drawer.
  addEventListener('pageshow', (event) => event.persisted && location.reload())
}

/** Whether every answer was acknowledged within a reasonable time. */
async function settled(answers) {
  const until = performance.now() + GIVE_UP_WAITING
  while (answers.some((answer) => !answer.isSafe())) {
    if (performance.now() > until) return false
    await new Promise((done) => setTimeout(done, 100))
  }
  return true
}

function watchAnswer(part, { windowId, drawer, clock, texts, changed }) {
  const id = part.dataset.question
  const area = part.querySelector('textarea')
  const status = part.querySelector('[data-status]')
  const conflict = part.querySelector('[data-conflict]')
  const words = part.querySelector('[data-words]')
  const state = { base: Number(part.dataset.revision), acknowledged: read(), sending: false, count: 0, tries: 0, timer: 0, typedAt: 0, over: false, contested: false, standing: null, heirOf: null }

  function read() {
    const choice = [...part.querySelectorAll(`[name="choice-${id}"]:checked`)].map((box) => box.value)
    return JSON.stringify({ text: area ? area.value : '', choice })
  }
  function write({ text, choice }) {
    if (area) area.value = text
    for (const box of part.querySelectorAll(`[name="choice-${id}"]`)) box.checked = choice.includes(box.value)
    typed()
  }
  function typed() {
    const { text, choice } = JSON.parse(read())
    if (words) words.textContent = texts.textWords.replace('{n}', String(text.trim().split(/\s+/u).filter(Boolean).length))
    const link = document.querySelector(`[data-jump="${id}"]`)
    if (link) link.dataset.answered = String(text.trim() !== '' || choice.length > 0)
  }
  function say(kind, ...nodes) {
    status.dataset.state = kind
    status.replaceChildren(...nodes)
  }

  function onInput() {
    typed()
    if (state.over) return
    void drawer.put(id, { ...JSON.parse(read()), base: state.base, windowId: state.heirOf ?? windowId })
    changed()
    const now = performance.now()
    if (!state.timer) state.typedAt = now
    clearTimeout(state.timer)
    const left = AT_LEAST_EVERY - (now - state.typedAt)
    state.timer = setTimeout(send, Math.max(0, Math.min(area ? PAUSE : 0, left)))
  }

  /** Sends the newest text, unless it is known there or one is under way: that one is followed by the newest. */
  async function send(always = false) {
    const current = read()
    if (state.sending || state.over || state.contested || (current === state.acknowledged && always !== true)) return
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
    if (read() !== state.acknowledged && !state.timer) state.timer = setTimeout(send, PAUSE)
  }

  function bodyOf(current) {
    const { text, choice } = JSON.parse(current)
    const body = new URLSearchParams({ window: windowId, count: String(++state.count), revision: String(state.base) })
    if (state.heirOf) body.set('heirOf', state.heirOf)
    if (area) body.set('text', text)
    for (const key of choice) body.append('choice', key)
    return body
  }

  async function deliver(current) {
    const response = await fetch(part.dataset.save, { method: 'POST', body: bodyOf(current), headers: HEADERS, redirect: 'error', signal: AbortSignal.timeout(20_000) })
    const reply = new DOMParser().parseFromString(await response.text(), 'text/html').querySelector('[data-outcome]')
    if (!reply) return response.status === 401 ? signInFirst() : refusedOrLater(response)
    clock.set(Number(reply.dataset.left))
    const outcome = reply.dataset.outcome
    state.tries = 0
    if (outcome !== 'late') say(outcome === 'saved' ? 'saved' : 'refused', ...reply.querySelector('[data-part="status"]').childNodes)
    conflict.replaceChildren(...reply.querySelector('[data-part="conflict"]').childNodes)
    if (outcome === 'saved') return acknowledged(current, Number(reply.dataset.revision))
    if (outcome === 'stale') {
      const standing = reply.querySelector('template[data-part="standing"]')
      state.contested = true
      state.standing = { text: standing?.content.textContent ?? '', choice: JSON.parse(standing?.dataset.choice ?? '[]'), revision: Number(reply.dataset.revision) }
      return
    }
    state.over = true
    say('refused', ...reply.querySelector('[data-part="status"]').childNodes)
    await drawer.remove(id)
  }

  async function acknowledged(current, revision) {
    state.base = revision
    state.acknowledged = current
    state.heirOf = null
    if (read() === current) await drawer.remove(id)
  }

  /** What the server will not take (too long, say) is said; what it could not take now is tried again. */
  async function refusedOrLater(response) {
    if (response.status >= 500 || response.status === 429 || response.status === 408) return later()
    state.tries = RETRY_AFTER.length
    later()
  }

  function signInFirst() {
    const link = document.createElement('a')
    Object.assign(link, { href: form.dataset.signIn, target: '_blank', rel: 'opener', textContent: texts.textSignInLink })
    later()
    say('waiting', span(`${texts.textSignIn} `), link)
  }

  function later() {
    say('waiting', state.tries < 3 ? texts.textUnsaved : texts.textOnlyHere)
    state.timer = setTimeout(send, RETRY_AFTER[Math.min(state.tries, RETRY_AFTER.length - 1)])
    state.tries += 1
  }

  /** Leaving: one last send that outlives the page. What is not acknowledged waits in the drawer. */
  function sendLast() {
    const current = read()
    if (state.over || state.contested || current === state.acknowledged) return
    const body = bodyOf(current)
    if (body.toString().length < 60_000) void fetch(part.dataset.save, { method: 'POST', body, headers: HEADERS, keepalive: true }).catch(() => undefined)
  }

  conflict.addEventListener('click', (event) => {
    const choice = event.target.closest('[data-keep]')?.dataset.keep
    if (!choice || !state.standing) return
    event.preventDefault()
    const { text, choice: keys, revision } = state.standing
    state.base = revision
    state.contested = false
    state.standing = null
    conflict.replaceChildren()
    if (choice === 'theirs') {
      write({ text, choice: keys })
      state.acknowledged = read()
      void drawer.remove(id)
    }
    area?.focus()
    void send(choice === 'mine')
  })

  /** Text that waited on this device: sent now, under the revision it was typed on, so that nothing newer is lost. */
  async function restore() {
    const kept = await drawer.get(id)
    if (!kept) return
    if (JSON.stringify({ text: kept.text, choice: kept.choice }) === state.acknowledged) return drawer.remove(id)
    state.base = Math.min(kept.base, state.base)
    state.heirOf = kept.windowId
    write(kept)
    void send()
  }

  part.addEventListener('input', (event) => event.target.dataset.mark === undefined && onInput())
  void restore()
  return {
    id,
    send,
    sendLast,
    isSafe: () => state.over || read() === state.acknowledged,
    isStuck: () => state.tries >= 3,
  }
}

/** The browser's own storage, keyed by attempt and question. A browser that has none loses nothing but this. */
function openDrawer(attemptId) {
  const opened = new Promise((done) => {
    const request = indexedDB.open('toetsronde', 1)
    request.onupgradeneeded = () => request.result.createObjectStore('unsent')
    request.onsuccess = () => done(request.result)
    request.onerror = () => done(null)
  }).catch(() => null)
  const run = async (mode, work) => {
    const store = (await opened)?.transaction('unsent', mode).objectStore('unsent')
    if (!store) return undefined
    const request = work(store)
    return new Promise((done) => {
      request.onsuccess = () => done(request.result)
      request.onerror = () => done(undefined)
    })
  }
  return {
    put: (id, kept) => run('readwrite', (store) => store.put(kept, `${attemptId}/${id}`)),
    get: (id) => run('readonly', (store) => store.get(`${attemptId}/${id}`)),
    remove: (id) => run('readwrite', (store) => store.delete(`${attemptId}/${id}`)),
  }
}

/** The time left, by the server's clock. Seen every second; said aloud only at a few moments. */
function startClock(form) {
  const shown = form.querySelector('[data-countdown]')
  const said = form.querySelector('[data-announce]')
  const units = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: 'always' })
  const ended = Number(form.dataset.grace)
  let endsAt = performance.now() + Number(form.dataset.left)
  let last = Infinity
  const pad = (number) => String(number).padStart(2, '0')

  function tick() {
    const left = Math.max(0, Math.ceil((endsAt - performance.now()) / 1000))
    const hours = Math.floor(left / 3600)
    const text = `${hours}:${pad(Math.floor(left / 60) % 60)}:${pad(left % 60)}`
    if (shown.textContent !== text) shown.textContent = text
    shown.closest('.countdown').dataset.near = String(left <= 3600)
    const mark = SAY_AT.find((seconds) => left <= seconds && last > seconds)
    if (mark && last !== Infinity) said.textContent = mark >= 3600 ? units.format(mark / 3600, 'hour') : units.format(mark / 60, 'minute')
    last = left
    if (endsAt + ended + 3_000 < performance.now()) return location.reload()
    setTimeout(tick, 1_000 - ((performance.now() - endsAt) % 1_000) || 1_000)
  }
  async function correct() {
    const response = await fetch(form.dataset.clock, { headers: HEADERS }).catch(() => null)
    const told = response?.ok && new DOMParser().parseFromString(await response.text(), 'text/html').querySelector('[data-left]')
    if (told) set(Number(told.dataset.left))
  }
  function set(left) {
    if (Number.isFinite(left)) endsAt = performance.now() + left
  }
  tick()
  setInterval(correct, 60_000)
  return { set, correct }
}

function span(text) {
  const element = document.createElement('span')
  element.textContent = text
  return element
}

function downloadButton(form, texts) {
  const button = document.createElement('button')
  Object.assign(button, { type: 'button', className: 'button button-secondary', textContent: texts.textDownload })
  button.addEventListener('click', () => {
    const parts = [...form.querySelectorAll('[data-question]')].map((part) => {
      const chosen = [...part.querySelectorAll('input:checked:not([data-mark])')].map((box) => document.querySelector(`label[for="${box.id}"]`).textContent)
      return `${part.querySelector('h3').textContent}\n\n${part.querySelector('textarea')?.value ?? chosen.join('\n')}\n`
    })
    const link = document.createElement('a')
    link.href = URL.createObjectURL(new Blob([parts.join('\n---\n\n')], { type: 'text/plain;charset=utf-8' }))
    link.download = 'antwoorden.txt'
    link.click()
    URL.revokeObjectURL(link.href)
  })
  return button
}
