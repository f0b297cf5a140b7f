import type { Child } from 'hono/jsx'
import type { Instant } from '../../src/clock.ts'
import type { Translate } from '../../src/language/translate.ts'
import { paths } from '../paths.ts'
import { ButtonLink, Buttons } from '../ui/button.tsx'
import { Moment } from '../ui/moment.tsx'
import { Panel } from '../ui/panel.tsx'
import { Table } from '../ui/table.tsx'
import { Tag } from '../ui/tag.tsx'
import type { ProblemView } from './problem.tsx'

/** Something the office did about a test. */
export interface Done {
  readonly at: Instant
  readonly kind: 'extraTime' | 'startMoved' | 'reopened' | 'closed' | 'lateAccepted' | 'incident'
  readonly minutes: number | null
  readonly reason: string
  readonly by: string | null
}

/** What can be done about a test now, and what was done about it. */
export interface Supervision {
  readonly attemptId: string
  readonly enrolmentId: string
  readonly may: { readonly extraTime: boolean; readonly reopen: boolean; readonly close: boolean; readonly move: boolean }
  readonly done: readonly Done[]
  readonly problems: readonly ProblemView[]
}

type Part = { readonly t: Translate; readonly supervision: Supervision }

/** The ways to what the office can do about one test; nothing when it can do nothing any more. */
export const Actions = ({ t, supervision: { attemptId, enrolmentId, may } }: Part) =>
  (may.extraTime || may.reopen || may.close || may.move) && (
    <Panel title={t('supervision.actions.title')}>
      <Buttons>
        {may.extraTime && <ButtonLink href={paths.attemptExtraTime(attemptId)} kind="secondary">{t('supervision.actions.extraTime')}</ButtonLink>}
        {may.move && <ButtonLink href={paths.enrolmentStart(enrolmentId)} kind="secondary">{t('supervision.actions.move')}</ButtonLink>}
        {may.reopen && <ButtonLink href={paths.attemptReopening(attemptId)} kind="secondary">{t('supervision.actions.reopen')}</ButtonLink>}
        {may.close && <ButtonLink href={paths.attemptClosing(attemptId)} kind="secondary">{t('supervision.actions.close')}</ButtonLink>}
      </Buttons>
    </Panel>
  )

/** What the office did, and why. */
export const DoneSoFar = ({ t, supervision: { done } }: Part) =>
  done.length > 0 && (
    <Panel title={t('supervision.actions.done')}>
      <Table
        t={t}
        caption={t('supervision.actions.done')}
        captionHidden
        columns={[{ label: t('supervision.actions.when') }, { label: t('supervision.actions.what') }, { label: t('common.reason') }, { label: t('supervision.actions.who') }]}
        rows={done.map(({ at, kind, minutes, reason, by }): Child[] => [
          <Moment t={t} at={at} short />,
          kind === 'incident' ? t('supervision.actions.incidentGiven', { minutes: minutes ?? 0 }) : t(`supervision.kinds.${kind}`),
          reason,
          by ?? t('supervision.actions.somebody'),
        ])}
      />
    </Panel>
  )

/** What the candidate reported about this test. */
export const ReportsPanel = ({ t, supervision: { problems } }: Part) =>
  problems.length > 0 && (
    <Panel title={t('supervision.actions.problems')}>
      <Table
        t={t}
        caption={t('supervision.actions.problems')}
        captionHidden
        columns={[{ label: t('supervision.problems.when') }, { label: t('supervision.problems.what') }, { label: t('supervision.problems.answer') }]}
        rows={problems.map((problem): Child[] => [
          <a href={paths.problem(problem.id)}>
            <Moment t={t} at={problem.reportedAt} short />
          </a>,
          problem.text,
          problem.answer ?? <Tag tone="warn">{t('supervision.problem.waiting')}</Tag>,
        ])}
      />
    </Panel>
  )
