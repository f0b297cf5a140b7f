import { expect, test } from 'vitest'
import { crashRun, durabilityOfServer } from '../bench/crash.ts'
import { freshPlace } from '../support/database.ts'

test('after SIGKILL in the middle of saving, every acknowledged answer is there', { timeout: 60_000 }, async () => {
  const place = await freshPlace()
  try {
    const report = await crashRun({ url: place.url, kills: 2, candidates: 12, withinMs: 1_500, handIn: true })
    // How many it is depends on how busy the machine is.
    expect(report.acknowledged).toBeGreaterThan(5)
    expect(report).toMatchObject({ kills: 2, lost: 0, torn: 0 })
  } finally {
    await place.remove()
  }
})

test('the live connection says that a commit is on disk before it is acknowledged: the server’s own, in its log', { timeout: 60_000 }, async () => {
  const place = await freshPlace()
  try {
    expect(await durabilityOfServer(place.url)).toMatchObject({ safe: true })
  } finally {
    await place.remove()
  }
})
