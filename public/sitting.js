/**
 * The page of a test: sends what is typed, keeps what could not be sent, and keeps the clock honest.
 * Nothing here decides anything. Without this module the same form saves and hands in by its buttons.
 */
import { watchAnswer } from './sitting-answer.js'
import { startClock } from './sitting-clock.js'
import { openDrawer } from './sitting-drawer.js'
import { showInList } from './sitting-list.js'
import { download } from './sitting-text.js'

const GIVE_UP_WAITING = 20_000

const form = document.querySelector('form[data-sitting]')
if (form) sit(form)

function sit(form) {
  const windowId = crypto.randomUUID()
  form.elements.namedItem('window').value = windowId
  const drawer = openDrawer(form.dataset.sitting)
  const aloud = form.querySelector('[data-announce]')
  const say = (text) => (aloud.textContent = text)
  const clock = startClock(form, { say, told: followState })
  const changed = showOverall(form, () => overallOf(answers), say)
  const answers = [...form.querySelectorAll('[data-question]')].map((part) => watchAnswer(part, { windowId, drawer, clock, form, changed }))

  /** What happened elsewhere (handed in, reopened, time is up) shows here at once; unsent text waits in the drawer. */
  function followState(state) {
    if ((state === 'writing') === answers.some((answer) => answer.isOver())) location.reload()
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
    const safe = await settled(answers)
    say(safe ? form.dataset.textAllSaved : form.dataset.textNotYetSafe)
    if (button.dataset.handIn && safe) return location.assign(button.dataset.handIn)
    if (!safe) answers.find((answer) => answer.isContested())?.showConflict()
  })

  form.addEventListener('change', (event) => event.target.dataset.mark && mark(form, event.target))
  const downloadButton = form.querySelector('[data-download]')
  downloadButton.hidden = false
  downloadButton.addEventListener('click', () => download(form, downloadButton.dataset.download))
  keepPlaces(form)

  const sendAll = () => answers.forEach((answer) => answer.send())
  const sendLast = () => answers.forEach((answer) => answer.sendLast())
  addEventListener('online', sendAll)
  addEventListener('focus', sendAll)
  addEventListener('pagehide', sendLast)
  document.addEventListener('visibilitychange', () => (document.visibilityState === 'visible' ? clock.correct() : sendLast()))
  // A page out of the back/forward cache shows what it once knew: ask again. Unsent text waits in the drawer.
  addEventListener('pageshow', (event) => event.persisted && location.reload())
  void takeUp(answers, drawer)
  changed()
}

/** Gives each answer the newest text that waited for it on this device. */
async function takeUp(answers, drawer) {
  for (const answer of answers) answer.hold(true)
  const waiting = await drawer.list()
  for (const answer of answers) {
    answer.hold(false)
    const kept = waiting.find(({ question }) => question === answer.question)
    if (kept) answer.adopt(kept)
  }
}

/** How it stands with all answers together, by the name of its text. */
function overallOf(answers) {
  if (answers.some((answer) => answer.isOver())) return null
  if (answers.some((answer) => answer.isContested())) return { state: 'refused', text: 'textChoose' }
  const unsafe = answers.filter((answer) => !answer.isSafe())
  if (unsafe.some((answer) => answer.isStuck())) return { state: 'refused', text: 'textSomeOnlyHere', stuck: true }
  if (unsafe.some((answer) => answer.isWaiting())) return { state: 'waiting', text: 'textSomeUnsaved' }
  return unsafe.length > 0 ? { state: 'saving', text: 'textSaving' } : { state: 'saved', text: 'textAllSaved' }
}

/** One line for all answers. Trouble, and the end of it, is said aloud; every single save is not. */
function showOverall(form, overall, say) {
  const line = form.querySelector('[data-overall]')
  let trouble = false
  return () => {
    const { state = '', text, stuck = false } = overall() ?? {}
    const words = text ? form.dataset[text] : ''
    if (line.dataset.state === state && line.firstChild?.textContent === words) return
    line.dataset.state = state
    line.replaceChildren(words, ...(stuck ? [' ', downloadLink(form)] : []))
    const inTrouble = state === 'refused' || state === 'waiting'
    if (inTrouble || (trouble && state === 'saved')) say(words)
    if (state !== 'saving') trouble = inTrouble
  }
}

function downloadLink(form) {
  const button = document.createElement('button')
  Object.assign(button, { type: 'button', className: 'button button-secondary', textContent: form.dataset.textDownload })
  button.addEventListener('click', () => form.querySelector('[data-download]').click())
  return button
}

/** Whether every answer was acknowledged within a reasonable time. */
async function settled(answers) {
  const until = performance.now() + GIVE_UP_WAITING
  while (answers.some((answer) => !answer.isSafe())) {
    if (performance.now() > until || answers.some((answer) => answer.isContested() || answer.isStuck())) return false
    await new Promise((done) => setTimeout(done, 100))
  }
  return true
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
