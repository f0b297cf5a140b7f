/** No room left on the disk: a small file system of its own, for whoever may mount one. */
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, rmSync, rmdirSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { open } from '../../db/open.ts'
import { freshPlace } from '../support/database.ts'
import { atWork, expectReadable, expectUnavailable } from './at-work.ts'

/** A file system of 16 MB in memory; `undefined` where that is not allowed. */
function smallDisk(): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'toetsronde-disk-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', folder], { stdio: 'ignore' })
    return folder
  } catch {
    rmdirSync(folder)
    return undefined
  }
}

const folder = smallDisk()

/** Leaves this many bytes. */
function fill(disk: string, left: number): string {
  const { bavail, bsize } = statfsSync(disk)
  const file = join(disk, 'filler')
  writeFileSync(file, Buffer.alloc(Math.max(0, bavail * bsize - left)))
  return file
}

test('on a full disk saves are refused, what was acknowledged stands, and with room again all is well without a restart', async ({ skip }) => {
  skip(folder === undefined, 'no file system can be mounted here (mount -t tmpfs)')
  const disk = folder ?? ''
  const template = await freshPlace()
  const file = join(disk, 'full.sqlite')
  copyFileSync(template.url, file)
  await template.remove()
  const work = await atWork(await open(file))
  try {
    expect((await work.browser(work.path)).status).toBe(200)
    expect((await work.save('Voor de storing.')).status).toBe(200)
    const filler = fill(disk, 300_000)
    let last = 'Voor de storing.'
    let refused: Response | undefined
    for (let times = 0; times < 100 && refused === undefined; times += 1) {
      const text = `${times}: ${'Ik vraag door. '.repeat(3_000)}`
      const response = await work.save(text)
      if (response.status === 200) last = text
      else refused = response
    }
    await expectUnavailable(refused ?? new Response('never full'))
    expect((await work.standing())?.text).toBe(last)
    await expectReadable(work, last.slice(0, 40))
    rmSync(filler)
    expect((await work.save('Er is weer plaats.')).status).toBe(200)
    expect(await work.standing()).toMatchObject({ text: 'Er is weer plaats.' })
  } finally {
    await work.stop()
    execFileSync('umount', ['-l', disk])
    rmdirSync(disk)
  }
})
