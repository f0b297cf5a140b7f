/** A server in a process of its own, so that it shares no thread with those who ask. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { freePort } from '../support/server.ts'
import { SECRET } from './sitters.ts'

export interface Program {
  readonly port: number
  /** The most memory it held (resident) since it was ready, in MB; Linux alone. */
  peakMemory(): number
  /** Processor time used so far, all threads, in ms; Linux alone. Unlike a rate it hardly depends on what else runs. */
  usedMs(): number
  stop(): Promise<void>
}

/** Linux counts processor time in hundredths of a second. */
const TICK_MS = 10

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** What `npm start` tells node. */
function asStarted(): string[] {
  const { scripts } = Start.parse(JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')))
  return scripts.start.split(' ').slice(1, -1)
}
const Start = z.object({ scripts: z.object({ start: z.string().startsWith('node ') }) })

/**
 * Starts a script and waits until it answers. Its log is written (level `info`, as in production) and thrown away.
 *
 * @param script path from the root of the project
 * @param settings its environment, beside the port and the secret
 */
export async function startProgram(script: string, settings: Readonly<Record<string, string>>): Promise<Program> {
  const port = await freePort()
  const env = {
    ...process.env, NODE_ENV: 'test', DEMO: 'false', AUTH_SECRET: SECRET, LOG_LEVEL: 'info', HOST: '127.0.0.1',
    PORT: String(port), BASE_URL: `http://127.0.0.1:${port}`, ...settings,
  }
  const profile = process.env['BENCH_PROFILE']
  const flags = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`]
  const child = spawn(process.execPath, [...flags, ...asStarted(), script], { cwd: ROOT, env, stdio: ['ignore', 'ignore', 'inherit'] })
  const gone = once(child, 'exit')
  for (let tries = 0; !(await isReady(port)); tries += 1) {
    if (tries > 600 || child.exitCode !== null) {
      child.kill('SIGKILL')
      throw new Error(`${script} did not start`)
    }
    await new Promise((next) => setTimeout(next, 50))
  }
  // Compiling the sources takes more than running them: counted is what comes from here on.
  writeFileSync(`/proc/${child.pid}/clear_refs`, '5')
  return {
    port,
    peakMemory: () => Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1024,
    usedMs() {
      const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
      return (Number(fields[11]) + Number(fields[12])) * TICK_MS
    },
    async stop() {
      child.kill('SIGTERM')
      await gone
    },
  }
}

const isReady = (port: number): Promise<boolean> => fetch(`http://127.0.0.1:${port}/readyz`).then(({ ok }) => ok, () => false)
