/** The least that a page can cost: a bare handler of Hono that answers with a page of a few kilobytes. No session, no database, no views. */
import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'

const BODY = `<!doctype html><html lang="nl"><title>Kaal</title><body>${'<p>Ik vraag eerst wat er speelt en wat iemand zelf wil.</p>'.repeat(100)}</body></html>`

const app = new Hono().get('/readyz', (c) => c.text('ok')).get('/', (c) => c.html(BODY))
const server = createServer(getRequestListener(app.fetch)).listen(Number(process.env['PORT']), '127.0.0.1')
process.on('SIGTERM', () => {
  server.close()
  server.closeAllConnections()
})
