/** Sends one text of one answer, and reads what the server says about it. */

const PATIENCE = 20_000 // for one request
const LONGEST_GOODBYE = 60_000 // what a browser still sends while it leaves a page

/** @param sent `{ windowId, count, base, heirOf, text, choice }` */
function bodyOf({ windowId, count, base, heirOf = [], text, choice }) {
  const body = new URLSearchParams({ window: windowId, count: String(count), revision: String(base), text })
  for (const one of heirOf) body.append('heir', `${one.windowId}:${one.windowCount}`)
  for (const key of choice) body.append('choice', key)
  return body
}

/**
 * @param isGoodbye whether it must outlive the page
 * @returns `outcome`: what the server says became of it (`saved`, `stale`, `late`, `early`), with the rest of its reply;
 *   `refused` with `why` for what it will never take; `signedOut`; `later` for all that may pass, with `after` in ms
 */
export async function post(url, sent, isGoodbye = false) {
  const body = bodyOf(sent)
  if (isGoodbye && String(body).length > LONGEST_GOODBYE) return { outcome: 'later', after: 0 }
  const ending = isGoodbye ? { keepalive: true } : { signal: AbortSignal.timeout(PATIENCE) }
  const response = await fetch(url, { method: 'POST', body, headers: { 'HX-Request': 'true' }, redirect: 'error', ...ending })
  const page = new DOMParser().parseFromString(await response.text(), 'text/html')
  const reply = page.querySelector('[data-outcome]')
  return reply ? readReply(reply) : readRefusal(response, page)
}

function readReply(reply) {
  const { outcome, settled, revision, left } = reply.dataset
  const template = reply.querySelector('template[data-part="standing"]')
  const standing = template && JSON.stringify({ text: template.content.textContent, choice: JSON.parse(template.dataset.choice) })
  const nodes = (part) => [...reply.querySelector(`[data-part="${part}"]`).childNodes]
  return { outcome, settled, revision: Number(revision), left: Number(left), standing, status: nodes('status'), conflict: nodes('conflict') }
}

/** Only our own words are final: a proxy or the sign-in page of a network says no as well, and that passes. */
function readRefusal(response, page) {
  const ours = page.querySelector('[data-refusal]')
  const { status, headers } = response
  if (!ours || status >= 500 || [408, 429].includes(status)) return { outcome: 'later', after: 1_000 * Number(headers.get('Retry-After') ?? 0) || 0 }
  if (status === 401) return { outcome: 'signedOut' }
  return { outcome: 'refused', why: ours.textContent.trim() }
}
