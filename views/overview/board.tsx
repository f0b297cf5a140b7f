import type { Child } from 'hono/jsx'
import type { Instant } from '../../src/clock.ts'
import type { Here } from '../../src/http/env.ts'
import type { Form } from '../../src/http/typed.ts'
import type { Translate } from '../../src/language/translate.ts'
import type { BoardShow, BoardState } from '../../src/overview/board-line-queries.ts'
import type { BoardRow } from '../../src/overview/board-queries.ts'
import { testTitle } from '../delivery/sitting.tsx'
import { wholeNumber } from '../format.ts'
import { Page } from '../layout.tsx'
import { paths, withQuery } from '../paths.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Select, TextField } from '../ui/field.tsx'
import { Figures } from '../ui/figures.tsx'
import { Heading } from '../ui/heading.tsx'
import { Moment } from '../ui/moment.tsx'
import { Pager } from '../ui/pager.tsx'
import { Polled } from '../ui/polled.tsx'
import { Table } from '../ui/table.tsx'
import { Tag } from '../ui/tag.tsx'
import type { Tone } from '../ui/tag.tsx'
import { RoundNav } from './round-nav.tsx'

/** One test, or all tests of somebody whose clock is still to start. */
export interface BoardLine extends BoardRow {
  /** `null` before the clock starts. */
  readonly dueAt: Instant | null
}

export interface Board {
  readonly roundId: string
  readonly show: BoardShow
  readonly text: string
  readonly figures: Readonly<Record<Exclude<BoardShow, 'all'> | 'total' | 'found', number>>
  readonly lines: readonly BoardLine[]
  readonly page: number
  readonly pages: number
  readonly etag: string
  /** It was asked not to refresh itself. */
  readonly still: boolean
}

interface Props {
  readonly here: Here
  readonly round: { readonly id: string; readonly name: string }
  readonly board: Board
  readonly search: Form
  readonly shows: readonly BoardShow[]
}

/** A round while it runs: who is where, and where things do not go well. */
export const BoardPage = ({ here, round, board, search, shows }: Props) => {
  const { t } = here
  const title = t('supervision.board.title', { round: round.name })
  return (
    <Page here={here} title={title} width="full" live showsReports={board.still} nav={<RoundNav t={t} roundId={round.id} current="board" />}>
      <Heading
        title={title}
        lead={t('supervision.board.lead')}
        back={{ href: paths.round(round.id), label: round.name }}
        actions={<ButtonLink href={`${paths.incidents()}?roundId=${round.id}`} kind="secondary">{t('supervision.board.incidents')}</ButtonLink>}
      />
      <form method="get" action={paths.roundBoard(round.id)} class="filters" role="search">
        <TextField t={t} form={search} name="text" label={t('overview.candidates.search')} type="search" maxlength={100} />
        <Select t={t} form={search} name="show" label={t('supervision.board.show')} options={shows.map((value) => ({ value, label: t(`supervision.board.${value}`) }))} />
        {board.still && <input type="hidden" name="still" value="1" />}
        <Button kind="secondary">{t('common.search')}</Button>
      </form>
      <BoardPart t={t} board={board} />
    </Page>
  )
}

const addressOf = ({ roundId, show, text, still }: Board, page: number): string =>
  withQuery(paths.roundBoard(roundId), { show, text, page: String(page), still: still ? '1' : null })

/** What refreshes itself. */
export const BoardPart = ({ t, board }: { readonly t: Translate; readonly board: Board }) => {
  const { roundId, figures, lines, page, pages, still } = board
  const figure = (show: Exclude<BoardShow, 'all'>, label: string) => ({ value: wholeNumber(t, figures[show]), label, href: withQuery(paths.roundBoard(roundId), { show, still: still ? '1' : null }) })
  return (
    <Polled
      t={t}
      id="board"
      href={addressOf(board, page)}
      etag={board.etag}
      still={board.still}
      page={{ still: addressOf({ ...board, still: true }, page), going: addressOf({ ...board, still: false }, page) }}
    >
      <Figures
        items={[
          { value: wholeNumber(t, figures.total), label: t('supervision.board.total'), href: paths.roundBoard(roundId) },
          figure('planned', t('supervision.board.planned')),
          figure('unopened', t('supervision.board.unopened')),
          figure('writing', t('supervision.board.writing')),
          figure('quiet', t('supervision.board.quiet')),
          figure('sealed', t('supervision.board.sealed')),
          figure('neverSignedIn', t('supervision.board.neverSignedIn')),
          figure('problem', t('supervision.board.problems')),
        ]}
      />
      <p>{t('supervision.board.found', { count: figures.found })}</p>
      <Table
        t={t}
        caption={t('supervision.board.name')}
        captionHidden
        empty={t(board.text === '' && board.show === 'all' ? 'supervision.board.nobody' : 'supervision.board.none')}
        columns={[
          { label: t('supervision.board.who') }, { label: t('supervision.board.test') }, { label: t('supervision.board.state') },
          { label: t('supervision.board.lastSave') }, { label: t('supervision.board.answers') },
          { label: t('supervision.board.start') }, { label: t('supervision.board.deadline') },
        ]}
        rows={lines.map((line) => rowOf(t, line))}
      />
      <Pager t={t} page={page} pages={pages} href={(wanted) => addressOf(board, wanted)} />
    </Polled>
  )
}

const tones: Readonly<Record<BoardState, Tone>> = { planned: 'neutral', unopened: 'warn', quiet: 'warn', writing: 'accent', sealed: 'good' }
const states = {
  planned: 'delivery.stateNotStarted', unopened: 'supervision.board.stateUnopened', quiet: 'supervision.board.stateQuiet',
  writing: 'delivery.stateWriting', sealed: 'delivery.stateHandedIn',
} as const

function rowOf(t: Translate, line: BoardLine): Child[] {
  const { attemptId, kind, state, enrolmentStartsAt, startsAt, dueAt, lastSaveAt } = line
  const moment = (at: Instant | null) => (at === null ? '–' : <Moment t={t} at={at} short />)
  const extra = (line.extraMinutes ?? 0) + (line.incidentMinutes ?? 0)
  return [
    <>
      <a href={paths.person(line.personId)}>{line.name}</a> {line.neverSignedIn && <Tag tone="warn">{t('supervision.board.neverSignedIn')}</Tag>}
    </>,
    attemptId === null || kind === null ? '–' : <a href={paths.attemptStaff(attemptId)}>{testTitle(t, kind)}</a>,
    <>
      <Tag tone={tones[state]}>{t(state === 'sealed' && line.closedBy === 'deadline' ? 'supervision.board.stateByItself' : states[state])}</Tag>{' '}
      {line.isWaiting && (
        <a href={paths.problems()}>
          <Tag tone="bad">{t('supervision.board.report')}</Tag>
        </a>
      )}
    </>,
    moment(lastSaveAt),
    attemptId === null ? '–' : t('overview.candidates.answers', { answered: line.answered, total: line.questions }),
    moment(startsAt ?? enrolmentStartsAt),
    <>
      {moment(dueAt)} {extra > 0 && t('supervision.board.extra', { minutes: extra })}
    </>,
  ]
}
