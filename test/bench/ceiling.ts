/**
 * The most that a save could cost: a bare handler that takes the same form, writes the same two rows into the same
 * tables in a group commit on the same settings, and answers. No session, no rules, no views, no builder of queries.
 */
import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import SqliteFile from 'better-sqlite3'
import { Hono } from 'hono'

const WORKS_PER_COMMIT = 64

const writer = new SqliteFile(process.env['DATABASE_URL'] ?? '')
writer.pragma('journal_mode = WAL')
writer.pragma('synchronous = FULL')
writer.pragma('foreign_keys = ON')

const putAnswer = writer.prepare(`
  insert into answer (attempt_id, question_id, text, choice, revision, window_id, window_count, history_id, saved_at, in_grace)
  values (?, ?, ?, '[]', ?, ?, ?, ?, ?, 0)
  on conflict (attempt_id, question_id) do update set text = excluded.text, choice = excluded.choice, revision = excluded.revision,
    window_id = excluded.window_id, window_count = excluded.window_count, history_id = excluded.history_id,
    saved_at = excluded.saved_at, in_grace = excluded.in_grace`)
const putRevision = writer.prepare(`
  insert into answer_revision (id, attempt_id, question_id, revision, outcome, text, choice, window_id, at)
  values (?, ?, ?, ?, 'saved', ?, '[]', ?, ?)
  on conflict (id) do update set revision = excluded.revision, text = excluded.text, choice = excluded.choice,
    window_id = excluded.window_id, at = excluded.at`)
const begin = writer.prepare('begin immediate')
const commit = writer.prepare('commit')

interface Waiting {
  run(): void
  answer(): void
}
const waiting: Waiting[] = []

function drain(): void {
  const batch = waiting.splice(0, WORKS_PER_COMMIT)
  begin.run()
  for (const { run } of batch) run()
  commit.run()
  for (const { answer } of batch) answer()
  if (waiting.length > 0) setImmediate(drain)
}

const together = (run: () => void): Promise<void> =>
  new Promise((answer) => {
    if (waiting.length === 0) setImmediate(drain)
    waiting.push({ run, answer })
  })

const app = new Hono()
  .get('/readyz', (c) => c.text('ok'))
  .post('/attempts/:id/answers/:questionId', async (c) => {
    const { id, questionId } = c.req.param()
    const form = new URLSearchParams(await c.req.text())
    const text = form.get('text') ?? ''
    const count = Number(form.get('count'))
    const windowId = form.get('window') ?? ''
    const now = Date.now()
    const historyId = `${id}-${questionId}-${Math.floor(now / 60_000)}`
    await together(() => {
      putAnswer.run(id, questionId, text, count, windowId, count, historyId, now)
      putRevision.run(historyId, id, questionId, count, text, windowId, now)
    })
    return c.html(`<div data-outcome="saved" data-revision="${count}"><time>${new Date(now).toISOString()}</time></div>`)
  })

createServer(getRequestListener(app.fetch)).listen(Number(process.env['PORT']), '127.0.0.1')
process.once('SIGTERM', () => process.exit(0))
