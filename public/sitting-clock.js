/** The time left, by the server's clock. Seen every second, said aloud at a few moments, right again after sleep. */

const ASK_EVERY = 60_000
const ASLEEP = 5_000 // a tick that comes this late, or clocks that drifted this far apart: the machine slept
const MOVED = 2_000 // further off than this, the deadline was moved

const NONE = { set: () => undefined, correct: async () => undefined }

/**
 * @param form with the time left and what to say
 * @param say says something aloud
 * @param told is told how the test stands whenever the server was asked: `writing`, `handedIn`, `timeIsUp`
 */
export function startClock(form, { say, told }) {
  if (!form.dataset.clock) return NONE
  const shown = form.querySelector('[data-countdown]')
  const marks = JSON.parse(form.dataset.announcements)
  let endsAt = performance.now() + Number(form.dataset.left)
  let before = { steady: performance.now(), wall: Date.now(), left: Infinity }

  function tick() {
    const now = { steady: performance.now(), wall: Date.now(), left: Math.max(0, Math.ceil((endsAt - performance.now()) / 1_000)) }
    const late = now.steady - before.steady
    const slept = late > ASLEEP || Math.abs(now.wall - before.wall - late) > ASLEEP
    show(now.left)
    if (slept) void correct(true)
    else sayMark(before.left, now.left)
    before = now
    if (endsAt + Number(form.dataset.grace) + 3_000 < now.steady) return location.reload()
    const rest = (endsAt - performance.now()) % 1_000
    setTimeout(tick, rest > 0 ? rest + 5 : 1_000)
  }

  function show(left) {
    const pad = (number) => String(number).padStart(2, '0')
    shown.textContent = `${Math.floor(left / 3_600)}:${pad(Math.floor(left / 60) % 60)}:${pad(left % 60)}`
    shown.closest('.countdown').dataset.near = String(left <= 3_600)
  }

  function sayMark(earlier, left) {
    const mark = marks.find(([seconds]) => left <= seconds && earlier > seconds)
    if (mark && earlier !== Infinity) say(mark[1])
  }

  /** Asks the server; `aloud` when the person should hear how much is left. */
  async function correct(aloud = false) {
    const response = await fetch(form.dataset.clock, { headers: { 'HX-Request': 'true' } }).catch(() => null)
    const reply = response?.ok && new DOMParser().parseFromString(await response.text(), 'text/html').querySelector('[data-left]')
    if (!reply) return
    endsAt = performance.now() + Number(reply.dataset.left)
    const due = form.querySelector('[data-due]')
    const moved = due.dateTime !== reply.querySelector('[data-due]').dateTime
    due.replaceWith(reply.querySelector('[data-due]'))
    const left = reply.querySelector('[data-left-said]').textContent
    form.querySelector('[data-left-said]').textContent = left
    news(reply)
    if (moved || aloud) say(moved ? `${form.querySelector('[data-due]').textContent}. ${left}` : left)
    told(reply.dataset.state)
  }

  /** What the office answered meanwhile; the same again is left alone, or it would be read aloud again. */
  function news(reply) {
    const [shownNews, fresh] = [form.querySelector('[data-news]'), reply.querySelector('[data-news]')]
    if (shownNews && fresh && shownNews.innerHTML !== fresh.innerHTML) shownNews.replaceChildren(...fresh.childNodes)
  }

  tick()
  setInterval(correct, ASK_EVERY)
  document.addEventListener('resume', () => correct(true))
  return {
    correct,
    /** @param left ms, as a save's answer says */
    set(left) {
      if (!Number.isFinite(left)) return
      const next = performance.now() + left
      if (Math.abs(next - endsAt) > MOVED) void correct()
      endsAt = next
    },
  }
}
