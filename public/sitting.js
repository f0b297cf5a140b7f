/**
 * The page of a test: sends what is typed, keeps what could not be sent, and keeps the clock honest.
 * Nothing here decides anything. Without this module the same form saves and hands in by its buttons.
 */
import { watchAnswer } from './sitting-answer.js'
import { startClock } from './sitting-clock.js'
import { openDrawer } from './sitting-drawer.js'
import { signInLink } from './sitting-field.js'
import { showInList } from './sitting-list.js'
import { download } from './sitting-text.js'
import { claim, live } from './sitting-windows.js'

const GIVE_UP_WAITING = 20_000
const TIME_TO_READ = 5_000 // that it is too late

const form = document.querySelector('form[data-sitting]')
if (form) sit(form)

function sit(form) {
  const windowId = crypto.randomUUID()
  form.elements.namedItem('window').value = windowId
  live(windowId)
  const drawer = openDrawer(form.dataset.sitting)
  const aloud = form.querySelector('[data-announce]')
  const say = (text) => (aloud.textContent = text)
  const page = { isHandingIn: false, isSignedOut: false, isTimeUp: false, isLeaving: false }
  const changed = showOverall(form, () => overallOf(answers, page), say)
  const answers = []
  const clock = startClock(form, { say, told: followState })
  answers.push(...[...form.querySelectorAll('[data-question]')].map((part) => watchAnswer(part, { windowId, drawer, clock, form, changed })))

  /** What happened elsewhere (handed in, reopened, time is up) shows here at once, when nothing is lost by it. */
  async function followState(state) {
    page.isSignedOut = state === 'signedOut'
    page.isTimeUp = state === 'unreachable'
    changed()
    const isOver = answers.some((answer) => answer.isOver())
    if (page.isSignedOut || page.isTimeUp || page.isLeaving || (state === 'writing' && !isOver)) return
    page.isLeaving = true
    sendAll()
    await settled(answers)
    if (state !== 'writing' && answers.some((answer) => answer.isOver())) await pause(TIME_TO_READ)
    const isKept = answers.every((answer) => answer.isSafe() || answer.isOnDevice())
    // What happened stands at the top of the page that comes.
    if (isKept && state !== 'writing') history.scrollRestoration = 'manual'
    if (isKept) location.reload()
    page.isLeaving = false
  }

  // Buttons: with the module a save is a save of this page's unsent answers, and handing in waits for them.
  form.addEventListener('submit', async (event) => {
    const button = event.submitter
    if (button?.dataset.keep) return void event.preventDefault()
    if (button?.name !== 'go') return
    event.preventDefault()
    for (const answer of answers) void answer.send(button.value === answer.question)
    // Whoever reports a problem may be unable to save: that waits on this device.
    if (button.dataset.problem) return location.assign(button.dataset.problem)
    await finish(button.dataset.handIn)
  })

  /** Waits until all is saved, says so, and goes on to hand in. */
  async function finish(handIn) {
    page.isHandingIn = handIn !== undefined && answers.some((answer) => !answer.isSafe())
    changed()
    if (page.isHandingIn) say(form.dataset.textWaiting)
    const safe = await settled(answers)
    page.isHandingIn = false
    changed()
    const open = answers.filter((answer) => !answer.isSafe())
    const isRefused = !safe && open.every((answer) => answer.isRefused())
    const isContested = open.some((answer) => answer.isContested())
    say(form.dataset[safe ? 'textAllSaved' : isContested ? 'textChoose' : isRefused ? 'textSomeRefused' : 'textNotYetSafe'])
    // What is never taken keeps nobody from handing in: the next page names it, because it waits on this device.
    if (handIn && (safe || (isRefused && open.every((answer) => answer.isOnDevice())))) return location.assign(handIn)
    const first = open.find((answer) => answer.isContested()) ?? open.find((answer) => answer.isRefused())
    first?.show()
  }

  form.addEventListener('change', (event) => event.target.dataset.mark && mark(form, event.target))
  const downloadButton = form.querySelector('[data-download]')
  downloadButton.hidden = false
  downloadButton.addEventListener('click', () => download(form, downloadButton.dataset.download))
  keepPlaces(form)

  const sendAll = () => answers.forEach((answer) => answer.send())
  const tryAgain = () => answers.forEach((answer) => answer.tryAgain())
  const sendLast = () => answers.forEach((answer) => answer.sendLast())
  addEventListener('online', () => {
    tryAgain()
    void clock.correct()
  })
  addEventListener('focus', tryAgain)
  addEventListener('pagehide', sendLast)
  document.addEventListener('visibilitychange', () => (document.visibilityState === 'visible' ? clock.correct() : sendLast()))
  // Text that is nowhere but in this window is not left behind unasked.
  addEventListener('beforeunload', (event) => answers.some((answer) => !answer.isSafe() && !answer.isOnDevice()) && event.preventDefault())
  // A page out of the back/forward cache shows what it once knew: ask again. Unsent text waits in the drawer.
  addEventListener('pageshow', (event) => event.persisted && location.reload())
  void takeUp(answers, drawer, windowId)
  changed()
}

const pause = (ms) => new Promise((done) => setTimeout(done, ms))

/** Gives each answer the text that waited for it on this device; that of windows which are still there, once they are not. */
async function takeUp(answers, drawer, windowId) {
  const claims = new Map()
  const theirs = []
  for (const answer of answers) answer.hold(true)
  try {
    const waiting = await drawer.list()
    const left = [...new Set(waiting.map((kept) => kept.windowId))].filter((id) => id !== windowId)
    for (const id of left) claims.set(id, await claim(id, false))
    theirs.push(...left.filter((id) => claims.get(id) === null))
    // Listed again: another window can have sent some of it just before the claim.
    const gone = (claims.size > 0 ? await drawer.list() : []).filter((kept) => claims.get(kept.windowId))
    void distribute(answers, gone).finally(() => claims.forEach((release) => release?.()))
  } finally {
    for (const answer of answers) answer.hold(false)
  }
  for (const id of theirs) void takeUpLater(answers, drawer, id)
}

async function takeUpLater(answers, drawer, id) {
  const release = await claim(id, true)
  await distribute(answers, (await drawer.list()).filter((kept) => kept.windowId === id)).finally(release)
}

const distribute = (answers, waiting) =>
  Promise.all(
    answers.map((answer) => {
      const own = waiting.filter(({ question }) => question === answer.question)
      return own.length > 0 ? answer.takeUp(own) : undefined
    }),
  )

/** How it stands with all answers together, by the name of its text. */
function overallOf(answers, page) {
  const unsafe = answers.filter((answer) => !answer.isSafe())
  const where = unsafe.every((answer) => answer.isOnDevice()) ? 'Device' : 'Window'
  if (answers.some((answer) => answer.isOver())) return { state: 'refused', text: 'textOver' }
  if (answers.some((answer) => answer.isContested())) return { state: 'refused', text: 'textChoose' }
  if (page.isTimeUp) return { state: 'refused', text: `textTimeIsUp${where}`, extra: where === 'Window' ? downloadButton : undefined }
  if (page.isSignedOut) return { state: 'waiting', text: 'textSignIn', extra: (form) => signInLink(form.dataset) }
  if (page.isHandingIn) return { state: 'saving', text: 'textWaiting' }
  if (unsafe.some((answer) => answer.isStuck())) return { state: 'refused', text: `textSomeOnly${where}`, extra: downloadButton }
  if (unsafe.some((answer) => answer.isRefused())) return { state: 'refused', text: 'textSomeRefused' }
  if (unsafe.some((answer) => answer.isWaiting())) return { state: 'waiting', text: 'textSomeUnsaved' }
  return unsafe.length > 0 ? { state: 'saving', text: 'textSaving' } : { state: 'saved', text: 'textAllSaved' }
}

/** One line for all answers. Trouble, and the end of it, is said aloud; every single save is not. */
function showOverall(form, overall, say) {
  const line = form.querySelector('[data-overall]')
  let trouble = false
  return () => {
    const { state, text, extra } = overall()
    const words = form.dataset[text]
    if (line.dataset.state === state && line.firstChild?.textContent === words) return
    line.dataset.state = state
    line.replaceChildren(words, ...(extra ? [' ', extra(form)] : []))
    const inTrouble = state === 'refused' || state === 'waiting'
    if (inTrouble || (trouble && state === 'saved')) say(words)
    if (state !== 'saving') trouble = inTrouble
  }
}

function downloadButton(form) {
  const button = document.createElement('button')
  Object.assign(button, { type: 'button', className: 'button button-secondary', textContent: form.dataset.textDownload })
  button.addEventListener('click', () => form.querySelector('[data-download]').click())
  return button
}

/** Whether every answer was acknowledged within a reasonable time. What can only be refused is not waited for. */
async function settled(answers) {
  const until = performance.now() + GIVE_UP_WAITING
  const open = () => answers.filter((answer) => !answer.isSafe())
  while (open().some((answer) => !answer.isRefused())) {
    if (performance.now() > until || open().some((answer) => answer.isContested() || answer.isStuck())) return false
    await pause(100)
  }
  return open().length === 0
}

/** Marks a question to come back to. A mark that was not taken goes away again. */
async function mark(form, box) {
  const show = () => showInList(form, box.name.slice('mark-'.length), { marked: box.checked })
  show()
  const body = new URLSearchParams(box.checked ? { marked: '1' } : {})
  const response = await fetch(box.dataset.mark, { method: 'POST', body, headers: { 'HX-Request': 'true' }, redirect: 'manual' }).catch(() => null)
  if (response?.type === 'opaqueredirect' || response?.ok) return
  box.checked = !box.checked
  show()
}

/** On a small screen the case and the questions are tabs: each is found again where it was left. */
function keepPlaces(form) {
  const places = { case: 0, questions: 0 }
  const current = () => (location.hash === '#case' ? 'case' : 'questions')
  const tabs = form.querySelectorAll('[data-tab]')
  const show = () => tabs.forEach((tab) => tab.setAttribute('aria-current', String(tab.dataset.tab === current())))
  for (const tab of tabs) tab.addEventListener('click', () => (places[current()] = scrollY))
  addEventListener('hashchange', () => {
    show()
    if (['#case', '#questions'].includes(location.hash) && places[current()] > 0) scrollTo({ top: places[current()], behavior: 'instant' })
  })
  show()
}
