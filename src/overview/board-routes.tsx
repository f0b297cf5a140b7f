import { Hono } from 'hono'
import { BoardPage, BoardPart } from '../../views/overview/board.tsx'
import type { Board, BoardLine } from '../../views/overview/board.tsx'
import { etagOf, unlessShown } from '../http/conditional.ts'
import type { Ctx, Env } from '../http/env.ts'
import { emptyForm } from '../http/form.ts'
import { allow, here, isFragment, isStill, page, pageNumber } from '../http/reply.tsx'
import { dueAtOf } from '../rounds/deadline.ts'
import { getRound } from '../rounds/queries.ts'
import { boardShows } from './board-line-queries.ts'
import type { BoardShow } from './board-line-queries.ts'
import { readBoard } from './board-queries.ts'
import type { BoardRow } from './board-queries.ts'

const asShow = (value: string | undefined): BoardShow => boardShows.find((one) => one === value) ?? 'all'

/** A line with the deadline that counts for it. */
function withDeadline(row: BoardRow): BoardLine {
  const { startsAt, workingHours, extraPercent, accommodatedMinutes, sealedPercent, sealedMinutes } = row
  if (startsAt === null || workingHours === null) return { ...row, dueAt: null }
  const accommodation = extraPercent === null ? null : { extraPercent, extraMinutes: accommodatedMinutes ?? 0 }
  const counted = { startsAt, workingHours, extraMinutes: row.extraMinutes ?? 0, incidentMinutes: row.incidentMinutes ?? 0, sealedPercent, sealedMinutes }
  return { ...row, dueAt: dueAtOf(counted, accommodation) }
}

async function boardOf(c: Ctx, roundId: string): Promise<Board> {
  const { db: { read }, now } = c.var
  const asked = pageNumber(c)
  const wish = { roundId, show: asShow(c.req.query('show')), text: (c.req.query('text') ?? '').slice(0, 100) }
  // The list may have become shorter than the page that stands open: its last one instead.
  const { figures, lines, page, pages } = await readBoard(read, { ...wish, page: asked }, now)
  const shown = { ...wish, figures, lines: lines.map(withDeadline), page, pages, still: isStill(c) }
  return { ...shown, etag: etagOf(c, shown) }
}

/** A round while it runs. What refreshes itself comes alone, and not at all when nothing has changed. */
export const boardRoutes = new Hono<Env>().get('/staff/rounds/:id/board', allow('staff'), async (c) => {
  const round = await getRound(c.var.db.read, c.req.param('id'))
  const board = await boardOf(c, round.id)
  if (isFragment(c)) return unlessShown(c, board.etag, <BoardPart t={c.var.t} board={board} />)
  const search = emptyForm({ text: board.text, show: board.show })
  return page(c, <BoardPage here={here(c)} round={round} board={board} search={search} shows={boardShows} />)
})
