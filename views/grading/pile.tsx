import type { TaskState } from '../../src/grading/grading.ts'
import type { Here } from '../../src/http/env.ts'
import { longDate, points } from '../format.ts'
import { Page } from '../layout.tsx'
import { paths } from '../paths.ts'
import { ButtonLink } from '../ui/button.tsx'
import { Heading } from '../ui/heading.tsx'
import { Pager } from '../ui/pager.tsx'
import { Callout, NextStep } from '../ui/panel.tsx'
import { Table } from '../ui/table.tsx'
import { StateTag } from './state.tsx'

/** One answer of a pile. */
export interface PileLine {
  readonly taskId: string
  readonly candidateNumber: string
  readonly state: TaskState
  /** Hundredths; of the last mark, a draft's too. */
  readonly points: number | null
}

interface Props {
  readonly here: Here
  readonly roundId: string
  readonly questionId: string
  readonly roundName: string
  readonly assessingDueOn: string | null
  readonly number: number
  /** Of the paper. */
  readonly title: string
  readonly maximumPoints: number
  readonly lines: readonly PileLine[]
  /** From 1. */
  readonly page: number
  readonly pages: number
  readonly nextTaskId: string | null
}

/** All answers to one question that lie with this assessor. */
export const PilePage = (props: Props) => {
  const { here, roundId, questionId, roundName, assessingDueOn, number, title, maximumPoints, lines, page, pages, nextTaskId } = props
  const { t } = here
  const heading = t('grading.pileTitle', { number, title })
  const worth = (given: number) => t('grading.scoreOf', { points: points(t, given), maximum: points(t, maximumPoints) })
  return (
    <Page here={here} title={heading}>
      <Heading
        title={heading}
        lead={
          <>
            <p>{roundName}.{assessingDueOn !== null && ` ${t('grading.dueOn', { date: longDate(t, assessingDueOn) })}.`}</p>
            <p>{t('grading.pileLead')}</p>
          </>
        }
        back={{ href: paths.assessor(), label: t('grading.title') }}
      />
      {nextTaskId === null ? (
        <Callout t={t} tone="good" title={t('grading.allDone')}>
          <p>{t('grading.pileDone')}</p>
          <p><a href={paths.assessor()}>{t('grading.otherPiles')}</a></p>
        </Callout>
      ) : (
        <NextStep t={t} title={t('grading.next')} action={<ButtonLink href={paths.task(nextTaskId)}>{t('grading.next')}</ButtonLink>} />
      )}
      <Table
        t={t}
        caption={heading}
        captionHidden
        columns={[{ label: t('grading.candidateNumber') }, { label: t('grading.state') }, { label: t('grading.points'), numeric: true }]}
        rows={lines.map(({ taskId, candidateNumber, state, points: given }) => [
          <a href={paths.task(taskId)} class="number-code">
            {candidateNumber}
          </a>,
          <StateTag t={t} state={state} />,
          given === null ? '' : worth(given),
        ])}
      />
      <Pager t={t} page={page} pages={pages} href={(one) => `${paths.pile(roundId, questionId)}?page=${one}`} />
    </Page>
  )
}
