/** The database's files may not be written any more. Needs a file system and rights that can do that to an open file. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { open } from '../../db/open.ts'
import { freshPlace } from '../support/database.ts'
import { atWork, expectReadable, expectUnavailable } from './at-work.ts'

const change = (flag: '+i' | '-i', files: readonly string[]): void => void execFileSync('chattr', [flag, ...files], { stdio: 'ignore' })

function canMakeImmutable(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'toetsronde-immutable-'))
  const file = join(folder, 'file')
  writeFileSync(file, '')
  try {
    change('+i', [file])
    change('-i', [file])
    return true
  } catch {
    return false
  } finally {
    rmSync(folder, { recursive: true })
  }
}

test.skipIf(!canMakeImmutable())('while the files are read-only saves are refused, pages go on, and afterwards all is well without a restart', async () => {
  const place = await freshPlace()
  const work = await atWork(await open(place.url))
  const files = [place.url, `${place.url}-wal`]
  try {
    expect((await work.browser(work.path)).status).toBe(200)
    expect((await work.save('Voor de storing.')).status).toBe(200)
    change('+i', files)
    await expectUnavailable(await work.save('Tijdens de storing.'))
    await expectUnavailable(await work.saveWhole('Tijdens de storing.', 1))
    await expectReadable(work, 'Voor de storing.')
    change('-i', files)
    expect((await work.save('Tijdens de storing.')).status).toBe(200)
    expect(await work.standing()).toMatchObject({ text: 'Tijdens de storing.', revision: 2 })
    expect((await work.history()).map(({ text }) => text)).not.toContain('')
  } finally {
    change('-i', files)
    await work.stop()
    await place.remove()
  }
})
