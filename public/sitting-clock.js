/** The time left, by the server's clock. Seen every second, said aloud at a few moments, right again after sleep. */

const ASK_EVERY = 60_000
const ASK_AT_THE_END = 5_000 // while the server does not answer
const ASLEEP = 5_000 // a tick that comes this late, or clocks that drifted this far apart: the machine slept
const MOVED = 2_000 // further off than this, the deadline was moved

const NONE = { set: () => undefined, correct: async () => undefined }

/**
 * @param form with the time left and what to say
 * @param say says something aloud
 * @param told is told how the test stands whenever the server was asked: `writing`, `handedIn`, `timeIsUp`, `notStarted`;
 *   `signedOut`; or `unreachable`, once the time is up and the server does not say what that means
 */
export function startClock(form, { say, told }) {
  if (!form.dataset.clock) return NONE
  const shown = form.querySelector('[data-countdown]')
  const marks = JSON.parse(form.dataset.announcements)
  let endsAt = performance.now() + Number(form.dataset.left)
  let before = { steady: performance.now(), wall: Date.now(), left: Infinity }
  let asked = 0

  const isOver = () => endsAt + Number(form.dataset.grace) + 3_000 < performance.now()

  function tick() {
    const now = { steady: performance.now(), wall: Date.now(), left: Math.max(0, Math.ceil((endsAt - performance.now()) / 1_000)) }
    const late = now.steady - before.steady
    const slept = Math.abs(now.wall - before.wall - late) > ASLEEP
    show(now.left)
    // A page that nobody looks at ticks once a minute: that is no sleep, and nobody is told anything.
    if (slept || (late > ASLEEP && document.visibilityState === 'visible')) void correct(true)
    else sayMark(before.left, now.left)
    before = now
    // The page is left only once the server has said what there is to go to.
    if (isOver() && now.steady - asked > ASK_AT_THE_END) void correct()
    const rest = (endsAt - performance.now()) % 1_000
    setTimeout(tick, rest > 0 ? rest + 5 : 1_000)
  }

  function show(left) {
    const pad = (number) => String(number).padStart(2, '0')
    shown.textContent = `${Math.floor(left / 3_600)}:${pad(Math.floor(left / 60) % 60)}:${pad(left % 60)}`
    shown.closest('.countdown').dataset.near = String(left <= 3_600)
  }

  function sayMark(earlier, left) {
    const passed = marks.filter(([seconds]) => left <= seconds && earlier > seconds)
    if (passed.length > 0 && earlier !== Infinity) say(passed.at(-1)[1])
  }

  /** Asks the server; `aloud` when the person should hear how much is left. */
  async function correct(aloud = false) {
    asked = performance.now()
    const response = await fetch(form.dataset.clock, { headers: { 'HX-Request': 'true' } }).catch(() => null)
    const page = response && new DOMParser().parseFromString(await response.text().catch(() => ''), 'text/html')
    const reply = page?.querySelector('[data-left]')
    if (reply) return follow(reply, aloud === true)
    if (response?.status === 401 && page.querySelector('[data-refusal]')) told('signedOut')
    else if (isOver()) told('unreachable')
  }

  function follow(reply, aloud) {
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
  // The page was some time on its way.
  void correct()
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
