/** `npm run bench -- <name>`: one measurement, printed as one line of JSON. Never a test: a busy machine is no fault. */
import { deadline } from './deadline.ts'
import { growth } from './growth.ts'
import { pages } from './pages.ts'
import { paint } from './paint.ts'
import { saves } from './saves.ts'
import { start } from './start.ts'

const benches: Readonly<Record<string, () => Promise<unknown>>> = { saves, growth, deadline, start, pages, paint }

const name = process.argv[2] ?? ''
const bench = benches[name]
if (bench === undefined) {
  console.error(`Which one? ${Object.keys(benches).join(', ')}`)
  process.exit(1)
}
console.log(JSON.stringify(await bench()))
