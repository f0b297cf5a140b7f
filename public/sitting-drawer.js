/**
 * What was typed and not yet acknowledged, in the browser's own storage: by test, question and window, so that windows
 * do not take each other's. What cannot be kept is said to be so: nobody may count on text that is nowhere.
 */

const PATIENCE = 3_000 // storage that does not answer may not keep anybody from writing

const inTime = (work) => Promise.race([work, new Promise((done) => setTimeout(done, PATIENCE))])

const isSame = (one, other) => one.text === other.text && JSON.stringify(one.choice) === JSON.stringify(other.choice)

/** @returns the database, `null` where there is none to be had */
function connect() {
  const opened = new Promise((done) => {
    const request = indexedDB.open('toetsronde', 1)
    request.onupgradeneeded = () => request.result.createObjectStore('unsent')
    request.onsuccess = () => done(request.result)
    request.onerror = () => done(null)
  })
  return inTime(opened.catch(() => null))
}

/** Does the work in one transaction. @returns `{ result }` once that is on disk; nothing when it never gets there */
function transact(db, mode, work) {
  return new Promise((done) => {
    const transaction = db.transaction('unsent', mode, { durability: 'strict' })
    const request = work(transaction.objectStore('unsent'))
    transaction.oncomplete = () => done({ result: request?.result })
    transaction.onabort = () => done()
  })
}

/** @param test the test's name, as the page gives it */
export function openDrawer(test) {
  let opened = null
  async function run(mode, work) {
    opened ??= connect()
    const db = await opened
    // Storage that was closed or refused once is asked again the next time.
    const done = db && (await inTime(transact(db, mode, work)).catch(() => undefined))
    if (!done) opened = null
    return done
  }
  const key = ({ question, windowId }) => `${test}/${question}/${windowId}`
  const all = async () => (await run('readonly', (store) => store.getAll(IDBKeyRange.bound(`${test}/`, `${test}/\uffff`))))?.result ?? []
  return {
    /** Keeps `{ question, windowId, text, choice, base, count, heirOf }`. @returns whether it is safe on this device */
    put: async (kept) => Boolean(await run('readwrite', (store) => store.put({ ...kept, at: Date.now() }, key(kept)))),
    /** Takes this text away; a newer one that its window kept meanwhile stays. */
    remove: (kept) =>
      run('readwrite', (store) => {
        store.get(key(kept)).onsuccess = ({ target: { result } }) => result && isSame(result, kept) && store.delete(key(kept))
      }),
    /** Everything of this test, the newest first. */
    list: async () => (await all()).sort((one, other) => other.at - one.at),
  }
}
