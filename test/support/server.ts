/** The real program as a child process, to be killed. */
import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { once } from 'node:events'

export interface Server {
  readonly base: string
  readonly pid: number
  /** Everything it printed. */
  printed(): string
  /** Sends the signal and waits until the process is gone. @returns its exit code, `null` after a kill */
  end(signal: NodeJS.Signals): Promise<number | null>
}

/** A port that nobody listens on just now. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** Starts the program and waits until it is ready. @throws with what it printed when it does not get there */
export async function spawnServer(settings: Readonly<Record<string, string>>): Promise<Server> {
  const port = Number(settings['PORT'] ?? (await freePort()))
  const address = { PORT: String(port), HOST: '127.0.0.1', BASE_URL: `http://127.0.0.1:${port}` }
  const env = { ...process.env, NODE_ENV: 'test', LOG_LEVEL: 'warn', ...settings, ...address }
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()))
  const gone = once(child, 'exit')
  const base = `http://127.0.0.1:${port}`
  for (let tries = 0; !(await isReady(base)); tries += 1) {
    if (tries > 600 || child.exitCode !== null) {
      child.kill('SIGKILL')
      throw new Error(`the server did not start:\n${text}`)
    }
    await new Promise((next) => setTimeout(next, 50))
  }
  return {
    base,
    pid: child.pid ?? 0,
    printed: () => text,
    async end(signal) {
      child.kill(signal)
      await gone
      return child.exitCode
    },
  }
}

const isReady = (base: string): Promise<boolean> => fetch(`${base}/readyz`).then(({ ok }) => ok, () => false)
