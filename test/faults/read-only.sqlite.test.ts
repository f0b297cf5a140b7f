/**
 * The database's files may not be written any more while the program has them open. No mount can do that: Linux refuses
 * to make a file system read-only as long as anybody writes on it. Hence the flag that makes a file immutable, which the
 * program meets as it would meet a file system that the kernel itself made read-only. Needs a file system that has it,
 * and the right to set it.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { open } from '../../db/open.ts'
import { checkChains } from '../../src/audit/actions.ts'
import { lastSealOf } from '../../src/delivery/queries.ts'
import { digestOf, readSnapshot } from '../../src/delivery/sealing.ts'
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

test('while the files are read-only saves and handing in are refused, pages go on, and afterwards all is well without a restart', async ({ skip }) => {
  skip(!canMakeImmutable(), 'no file can be made immutable here (chattr +i)')
  const place = await freshPlace()
  const work = await atWork(await open(place.url))
  const files = [place.url, `${place.url}-wal`]
  try {
    expect((await work.browser(work.path)).status).toBe(200)
    expect((await work.save('Voor de storing.')).status).toBe(200)
    change('+i', files)
    await expectUnavailable(await work.save('Tijdens de storing.'))
    await expectUnavailable(await work.saveWhole('Tijdens de storing.', 1))
    await expectUnavailable(await work.browser(`${work.path}/hand-in`, { form: {} }))
    await expectReadable(work, 'Voor de storing.')
    expect(await lastSealOf(work.app.db.read, work.attemptId)).toBeUndefined()
    change('-i', files)
    expect((await work.save('Tijdens de storing.')).status).toBe(200)
    expect(await work.standing()).toMatchObject({ text: 'Tijdens de storing.', revision: 2 })
    expect((await work.history()).map(({ text }) => text)).not.toContain('')
    expect((await work.browser(`${work.path}/hand-in`, { form: {} })).status).toBe(303)
    const seal = await lastSealOf(work.app.db.read, work.attemptId)
    expect(readSnapshot(seal?.snapshot ?? '').answers.map(({ text }) => text)).toEqual(['Tijdens de storing.'])
    expect(seal?.sha256).toBe(digestOf(seal?.snapshot ?? ''))
    expect(await checkChains(work.app.db.read)).toEqual([])
  } finally {
    change('-i', files)
    await work.stop()
    await place.remove()
  }
})
