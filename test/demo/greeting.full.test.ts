/** Starting with nothing configured: the demonstration says where it is and who can sign in, also the second time. */
import { expect, test } from 'vitest'
import { freshPlace } from '../support/database.ts'
import { spawnServer } from '../support/server.ts'

test('the program prints its address and who can sign in, and a second start finds everything as it was', { timeout: 120_000 }, async () => {
  const place = await freshPlace()
  try {
    for (const start of ['first', 'second']) {
      const server = await spawnServer({ DATABASE_URL: place.url })
      try {
        expect((await fetch(`${server.base}/demo`)).status).toBe(200)
        for (const part of [`Toetsronde: ${server.base}`, 'This is a demonstration', '/demo', ': staff', ': assessor', ': administrator']) {
          await expect.poll(() => server.printed(), { message: `${part}, ${start} start`, timeout: 10_000 }).toContain(part)
        }
        expect(await server.end('SIGTERM')).toBe(0)
      } finally {
        await server.end('SIGKILL')
      }
    }
  } finally {
    await place.remove()
  }
})
