/** The same as the backup in `cli-keeping.sqlite.test.ts`, at the size of a full round and from another process. */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { open } from '../db/open.ts'
import { freshPlace } from './support/database.ts'
import { missingIn, saveAllTheTime, sittersIn } from './support/savers.ts'

const program = fileURLToPath(new URL('..', import.meta.url))

/** @returns what it printed @throws when it ends with anything but 0 */
const cli = (url: string, ...args: string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    const env = { PATH: process.env['PATH'], DATABASE_URL: url }
    execFile(process.execPath, ['--import', 'tsx', 'src/cli.ts', ...args], { cwd: program, env }, (error, out, err) =>
      error === null ? resolve(out) : reject(new Error(`${args.join(' ')}: ${err}`)))
  })

test(
  'three backups made while 200 candidates save, restored into an empty folder, pass check and hold every save acknowledged before each began',
  { timeout: 300_000 },
  async () => {
    const place = await freshPlace()
    const folder = mkdtempSync(join(tmpdir(), 'toetsronde-keeping-'))
    const db = await open(place.url)
    try {
      const saving = saveAllTheTime(await sittersIn(db, 200))
      for (const turn of [1, 2, 3]) {
        await saving.until(saving.acknowledged().size + 2_000)
        const before = saving.acknowledged()
        const [copy, restored] = [join(folder, `copy-${turn}.sqlite`), join(folder, `${turn}`, 'toetsronde.sqlite')]
        await cli(place.url, 'backup', copy)
        await cli(restored, 'restore', copy)
        expect(await cli(restored, 'check')).toContain('All is well')
        expect(await missingIn(restored, before)).toEqual([])
      }
      await saving.stop()
    } finally {
      await db.close()
      await place.remove()
      rmSync(folder, { recursive: true })
    }
  },
)
