/** One field that is nonsense, the rest of the form being sound: what gets past the parser meets the rules. */
import { afterAll, beforeAll, test } from 'vitest'
import { startWorld } from '../support/access.ts'
import { addressOf, askersOf, junk, long, mustBeSaid, sound } from '../support/nonsense.ts'

let world: Awaited<ReturnType<typeof startWorld>>
let asker: ReturnType<typeof askersOf>
beforeAll(async () => {
  world = await startWorld()
  asker = askersOf(world)
}, 60_000)
afterAll(() => world.server.stop())

test.each(Object.keys(sound))('one field of %s that is nonsense is said', { timeout: 120_000 }, async (pattern) => {
  const form = sound[pattern] ?? {}
  const path = addressOf(world, pattern)
  const browser = await asker(pattern, path, 'POST')
  for (const name of Object.keys(form)) {
    for (const value of [...junk, long]) await mustBeSaid(await browser(path, { form: { ...form, [name]: value } }), `${name}=${value.slice(0, 40)} to ${pattern}`)
    const { [name]: _, ...rest } = form
    await mustBeSaid(await browser(path, { form: rest }), `no ${name} to ${pattern}`)
  }
})
