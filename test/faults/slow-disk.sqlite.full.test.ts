/** Every fsync takes half a second: a library put before the C library waits first. Needs a C compiler. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { open } from '../../db/open.ts'
import { HOUR, wallClock } from '../../src/clock.ts'
import { getPublishedForm } from '../../src/papers/queries.ts'
import { SECRET, aPlace, makeSitters } from '../bench/sitters.ts'
import { freshPlace } from '../support/database.ts'
import { spawnServer } from '../support/server.ts'

const SLOW = `
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>
static void wait_first(void) {
  const char *flag = getenv("SLOW_FSYNC");
  if (flag && access(flag, F_OK) == 0) usleep(500000);
}
int fsync(int file) {
  wait_first();
  return ((int (*)(int)) dlsym(RTLD_NEXT, "fsync"))(file);
}
int fdatasync(int file) {
  wait_first();
  return ((int (*)(int)) dlsym(RTLD_NEXT, "fdatasync"))(file);
}`

const folder = mkdtempSync(join(tmpdir(), 'toetsronde-slow-'))
const library = join(folder, 'slow.so')
const flag = join(folder, 'slow')

function canCompile(): boolean {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'slow.c'), SLOW)
  try {
    execFileSync('cc', ['-shared', '-fPIC', '-o', library, join(folder, 'slow.c'), '-ldl'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

const SAVES = 40

test('when every fsync takes 500 ms saves share it: slower, all of them acknowledged, and fast again afterwards', { timeout: 120_000 }, async ({ skip }) => {
  skip(!canCompile(), 'nothing compiles C here (cc)')
  const place = await freshPlace()
  const db = await open(place.url)
  const where = await aPlace(db)
  const sitters = await makeSitters(db, where, { count: SAVES, startsAt: wallClock.now() - HOUR, started: true })
  const questionId = (await getPublishedForm(db.read, where.formIds[0])).questions.find((question) => question.type === 'open')?.id ?? ''
  await db.close()
  const server = await spawnServer({ DATABASE_URL: place.url, DEMO: 'false', AUTH_SECRET: SECRET, LD_PRELOAD: library, SLOW_FSYNC: flag })
  const saveAll = async (round: number) => {
    const from = performance.now()
    const statuses = await Promise.all(sitters.map(async ({ attemptIds: [attemptId = ''], cookie }) => {
      const body = new URLSearchParams({ window: 'window-of-test', count: String(round), revision: '0', text: `Ronde ${round}.` })
      const headers = { Cookie: cookie, Origin: server.base, 'HX-Request': 'true' }
      return (await fetch(`${server.base}/attempts/${attemptId}/answers/${questionId}`, { method: 'POST', body, headers })).status
    }))
    return { ms: performance.now() - from, good: statuses.filter((status) => status === 200).length }
  }
  try {
    expect((await saveAll(1)).good).toBe(SAVES)
    writeFileSync(flag, '')
    const slow = await saveAll(2)
    expect(slow.good).toBe(SAVES)
    expect(slow.ms).toBeGreaterThan(500)
    // One after another they would have waited for forty of them; so they would with one new connection for each commit.
    expect(slow.ms).toBeLessThan((SAVES * 500) / 4)
    rmSync(flag)
    expect(await saveAll(3)).toMatchObject({ good: SAVES })
  } finally {
    await server.end('SIGTERM')
    await place.remove()
    rmSync(folder, { recursive: true, force: true })
  }
})
