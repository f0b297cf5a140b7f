import { Hono } from 'hono'
import { GuidePage, HelpPage } from '../../views/overview/help.tsx'
import type { Env } from '../http/env.ts'
import { here, page } from '../http/reply.tsx'
import { refuse } from '../refusal.ts'
import { readHelp } from './help.ts'
import type { Help } from './help.ts'

// Read when somebody first asks: the guides do not change while the program runs.
let known: Help | undefined
const help = (): Help => (known ??= readHelp())

/** The guides, for everybody, signed in or not. */
export const helpRoutes = new Hono<Env>()
  .get('/help', (c) => page(c, <HelpPage here={here(c)} guides={help().guides} />))
  .get('/help/pictures/:file', (c) => {
    const picture = help().pictures.get(c.req.param('file')) ?? refuse('notFound')
    c.header('Content-Type', 'image/png')
    c.header('Cache-Control', 'public, max-age=3600')
    c.header('Content-Length', String(picture.byteLength))
    return c.body(picture)
  })
  .get('/help/:guide', (c) => {
    const { guides } = help()
    const guide = guides.find(({ name }) => name === c.req.param('guide')) ?? refuse('notFound')
    return page(c, <GuidePage here={here(c)} guide={guide} others={guides.filter((one) => one !== guide)} />)
  })
