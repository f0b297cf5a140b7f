import type { Here } from '../../src/http/env.ts'
import { dateOf, longDate } from '../format.ts'
import { Page } from '../layout.tsx'
import { Done } from '../notice.tsx'
import { paths } from '../paths.ts'
import { ButtonLink } from '../ui/button.tsx'
import { Heading } from '../ui/heading.tsx'
import { NextStep, Panel } from '../ui/panel.tsx'
import { Meter } from '../ui/progress.tsx'
import { Table } from '../ui/table.tsx'
import { Tag } from '../ui/tag.tsx'

/** One question of one round, as it lies with an assessor. */
export interface Pile {
  readonly questionId: string
  readonly number: number
  /** Of the paper. */
  readonly title: string
  readonly todo: number
  readonly draft: number
  readonly done: number
}

export interface RoundPiles {
  readonly roundId: string
  readonly roundName: string
  /** Local date. */
  readonly assessingDueOn: string | null
  readonly piles: readonly Pile[]
}

interface Props {
  readonly here: Here
  readonly rounds: readonly RoundPiles[]
  /** The first answer that is still to do. */
  readonly nextTaskId: string | null
  /** Work was passed on just now. */
  readonly passedOn: boolean
}

/** Where an assessor begins: piles by round and question. */
export const AssessorPage = ({ here, rounds, nextTaskId, passedOn }: Props) => {
  const { t } = here
  return (
    <Page here={here} title={t('grading.title')}>
      <Heading title={t('grading.title')} lead={t('grading.lead')} />
      {passedOn && (
        <Done t={t}>
          <p>{t('grading.passedOn')}</p>
        </Done>
      )}
      {nextTaskId !== null && (
        <NextStep t={t} title={t('grading.goOn')} action={<ButtonLink href={paths.task(nextTaskId)}>{t('grading.goOn')}</ButtonLink>}>
          <p>{t('grading.goOnHint')}</p>
        </NextStep>
      )}
      {rounds.length === 0 && <p class="empty">{t('grading.nothing')}</p>}
      {rounds.map((round) => (
        <RoundPanel here={here} round={round} />
      ))}
    </Page>
  )
}

/** The day that it was due is over, and there is work left. */
const isOverdue = (dueOn: string | null, left: number, now: number): boolean => dueOn !== null && left > 0 && dateOf(now) > dueOn

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)

function RoundPanel({ here: { t, now }, round }: { readonly here: Here; readonly round: RoundPiles }) {
  const { roundId, roundName, assessingDueOn, piles } = round
  const done = sum(piles.map((pile) => pile.done))
  const total = done + sum(piles.map(({ todo, draft }) => todo + draft))
  return (
    <Panel title={roundName} aside={isOverdue(assessingDueOn, total - done, now) && <Tag tone="bad">{t('grading.overdue')}</Tag>}>
      {assessingDueOn !== null && <p>{t('grading.dueOn', { date: longDate(t, assessingDueOn) })}</p>}
      <Meter label={t('grading.answers')} value={done} max={total} text={t('grading.progress', { done, total })} />
      <Table
        t={t}
        caption={roundName}
        captionHidden
        columns={[
          { label: t('grading.question') },
          { label: t('grading.paper') },
          { label: t('grading.todo'), numeric: true },
          { label: t('grading.draft'), numeric: true },
          { label: t('grading.done'), numeric: true },
        ]}
        rows={piles.map((pile) => [
          <a href={paths.pile(roundId, pile.questionId)}>
            {t('grading.questionNumber', { number: pile.number })}
            <span class="visually-hidden">, {pile.title}</span>
          </a>,
          pile.title,
          String(pile.todo),
          String(pile.draft),
          String(pile.done),
        ])}
      />
    </Panel>
  )
}
