/**
 * Which windows are still there: each holds a lock by its name for as long as it lives. Where a browser has no locks
 * every other window counts as gone; the server's rule of who has seen what is enough to lose nothing then.
 */

const nameOf = (windowId) => `toetsronde-window-${windowId}`

/** Says that this window is there, until it is closed or crashes. */
export function live(windowId) {
  navigator.locks?.request(nameOf(windowId), () => new Promise(() => undefined)).catch(() => undefined)
}

/**
 * Claims what a window left behind, so that no two others take it up.
 *
 * @param waits whether to wait until it is gone
 * @returns what gives the claim back; `null` when the window is there, or another one has the claim
 */
export function claim(windowId, waits) {
  const free = () => undefined
  if (!navigator.locks) return Promise.resolve(free)
  return new Promise((claimed) => {
    const held = (lock) => (lock ? new Promise((release) => claimed(release)) : claimed(null))
    navigator.locks.request(nameOf(windowId), { ifAvailable: !waits }, held).catch(() => claimed(free))
  })
}
