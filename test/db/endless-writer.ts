// Writes notes until it is killed, and says the id of each once it was acknowledged.
import { writeSync } from 'node:fs'
import { open } from '../../db/open.ts'
import { aNote, note } from './tables.ts'

const db = await open(process.argv[2])
await Promise.all(Array.from({ length: 20 }, async () => {
  for (;;) {
    const added = aNote()
    await db.write(async (tx) => { await tx.insert(note).values(added) })
    writeSync(1, `${added.id}\n`)
  }
}))
