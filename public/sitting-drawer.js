/**
 * What was typed and not yet acknowledged, in the browser's own storage: by test, question and window, so that windows
 * do not take each other's. A browser that has no storage loses nothing but this.
 */

const PATIENCE = 3_000 // storage that does not answer may not keep anybody from writing

/** @param test the test's name, as the page gives it */
export function openDrawer(test) {
  const opened = new Promise((done) => {
    setTimeout(() => done(null), PATIENCE)
    const request = indexedDB.open('toetsronde', 1)
    request.onupgradeneeded = () => request.result.createObjectStore('unsent')
    request.onsuccess = () => done(request.result)
    request.onerror = () => done(null)
  }).catch(() => null)

  async function run(mode, work) {
    const store = (await opened)?.transaction('unsent', mode).objectStore('unsent')
    if (!store) return undefined
    const request = work(store)
    return new Promise((done) => {
      request.onsuccess = () => done(request.result)
      request.onerror = () => done(undefined)
    })
  }
  const key = (question, windowId) => `${test}/${question}/${windowId}`
  const all = async () => (await run('readonly', (store) => store.getAll(IDBKeyRange.bound(`${test}/`, `${test}/\uffff`)))) ?? []
  return {
    /** Keeps `{ question, windowId, text, choice, base }`. */
    put: (kept) => run('readwrite', (store) => store.put({ ...kept, at: Date.now() }, key(kept.question, kept.windowId))),
    remove: ({ question, windowId }) => run('readwrite', (store) => store.delete(key(question, windowId))),
    /** Everything of this test, the newest first. */
    list: async () => (await all()).sort((one, other) => other.at - one.at),
  }
}
