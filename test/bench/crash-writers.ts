/** Candidates who save as fast as they can, and remember what the server acknowledged. */
import type { Server } from '../support/server.ts'

/** Somebody with a running test. */
export interface Writer {
  readonly attemptId: string
  readonly questionId: string
  readonly cookie: string
  /** Hands in by hand at some moment; the others write until their time is up. */
  readonly handsIn: boolean
  sent: number
  acknowledged: { readonly revision: number; readonly text: string } | null
  /** The code on the receipt that the server showed. */
  receipt: string | null
  /** Handed in, or told that the time is up. */
  done: boolean
}

/**
 * Everybody saves, one after another each, until told to stop. Whoever is too late asks for the receipt, which seals.
 *
 * @returns how many saves and hand-ins were acknowledged
 */
export async function saveUntil(stop: { readonly isOver: boolean }, server: Server, writers: readonly Writer[]): Promise<number> {
  let acknowledged = 0
  const work = writers.map(async (writer) => {
    while (!stop.isOver && !writer.done) {
      const handsInNow = writer.handsIn && writer.sent > 20 && Math.random() < 0.02
      const isAcknowledged = await (handsInNow ? handIn(server, writer) : save(server, writer)).catch(() => false)
      if (isAcknowledged) acknowledged += 1
      else if (!stop.isOver) await new Promise((next) => setTimeout(next, 5))
    }
  })
  await Promise.all(work)
  return acknowledged
}

function post(server: Server, { cookie }: Writer, path: string, body: URLSearchParams): Promise<Response> {
  const headers = { Cookie: cookie, Origin: server.base, 'HX-Request': 'true' }
  return fetch(server.base + path, { method: 'POST', body, headers, redirect: 'manual', signal: AbortSignal.timeout(15_000) })
}

async function save(server: Server, writer: Writer): Promise<boolean> {
  writer.sent += 1
  const text = `Antwoord ${writer.sent} van ${writer.attemptId}. ${'Ik vraag eerst wat er speelt. '.repeat(40)}`
  const body = new URLSearchParams({ window: writer.attemptId, count: String(writer.sent), revision: '0', text })
  const response = await post(server, writer, `/attempts/${writer.attemptId}/answers/${writer.questionId}`, body)
  const reply = await response.text()
  const [, outcome, revision] = /data-outcome="(\w+)" data-revision="(\d+)"/.exec(reply) ?? []
  if (outcome === 'late') await readReceipt(server, writer)
  if (outcome !== 'saved') return false
  writer.acknowledged = { revision: Number(revision), text }
  return true
}

async function handIn(server: Server, writer: Writer): Promise<boolean> {
  const response = await post(server, writer, `/attempts/${writer.attemptId}/hand-in`, new URLSearchParams())
  return response.status === 303 && (await readReceipt(server, writer))
}

async function readReceipt(server: Server, writer: Writer): Promise<boolean> {
  const page = await fetch(`${server.base}/attempts/${writer.attemptId}/receipt`, { headers: { Cookie: writer.cookie }, redirect: 'manual' })
  const code = /<strong>(\w{4}-\w{4}-\w{4})<\/strong>/.exec(await page.text())?.[1]
  if (code === undefined) return false
  writer.receipt = code
  writer.done = true
  return true
}

/** Whether the page of the test shows what was acknowledged, or something newer. */
export async function isShown(server: Server, { attemptId, questionId, cookie, acknowledged }: Writer): Promise<boolean> {
  if (acknowledged === null) return true
  const page = await fetch(`${server.base}/attempts/${attemptId}`, { headers: { Cookie: cookie } })
  const html = await page.text()
  // A text that was committed when the server was killed, and never acknowledged, is newer; it can have been sealed since.
  const revision = new RegExp(`data-(?:question|answer)="${questionId}"[^>]*data-revision="(\\d+)"`).exec(html)?.[1]
  return Number(revision) > acknowledged.revision || (Number(revision) === acknowledged.revision && html.includes(acknowledged.text))
}
