/**
 * On a page beside the test (read back, receipt, handing in, the tests): asks how the test stands now and then, and
 * loads the page again when that has changed. Extra time and a reopening reach whoever has such a page open.
 */

const ASK_EVERY = 60_000

const watched = [...document.querySelectorAll('[data-watch]')]

async function ask({ dataset }) {
  const response = await fetch(dataset.watch, { headers: { 'HX-Request': 'true' } }).catch(() => null)
  const page = response?.ok && new DOMParser().parseFromString(await response.text().catch(() => ''), 'text/html')
  const reply = page && page.querySelector('[data-left][data-state]')
  if (reply && (reply.dataset.state !== dataset.state || reply.querySelector('[data-due]').dateTime !== dataset.due)) location.reload()
}

const askAll = () => watched.forEach((one) => void ask(one))

setInterval(askAll, ASK_EVERY)
addEventListener('online', askAll)
document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && askAll())
// Out of the back/forward cache it shows what it once knew.
addEventListener('pageshow', (event) => event.persisted && askAll())
