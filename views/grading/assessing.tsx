import type { Instant } from '../../src/clock.ts'
import type { Here } from '../../src/http/env.ts'
import type { Form } from '../../src/http/typed.ts'
import type { Translate } from '../../src/language/translate.ts'
import { longDate, wholeNumber } from '../format.ts'
import { Page } from '../layout.tsx'
import { Done } from '../notice.tsx'
import { RoundNav } from '../overview/round-nav.tsx'
import { paths } from '../paths.ts'
import { Button, ButtonForm, ButtonLink } from '../ui/button.tsx'
import { CheckboxGroup } from '../ui/choice.tsx'
import { ErrorSummary } from '../ui/error-summary.tsx'
import { Figures } from '../ui/figures.tsx'
import { Heading } from '../ui/heading.tsx'
import { Moment } from '../ui/moment.tsx'
import { NextStep, Panel } from '../ui/panel.tsx'
import { Table } from '../ui/table.tsx'
import { PassMarks } from './pass-marks.tsx'
import type { PassMarkView } from './pass-marks.tsx'

/** How far some work is. */
export interface Progress {
  readonly todo: number
  readonly draft: number
  readonly done: number
}

export interface AssessingView {
  readonly roundId: string
  readonly roundName: string
  /** Local date. */
  readonly assessingDueOn: string | null
  readonly questions: readonly (Progress & { readonly title: string; readonly number: number; readonly unassigned: number })[]
  readonly assessors: readonly (Progress & { readonly name: string; readonly present: boolean })[]
  /** Everybody who can be assigned. */
  readonly everybody: readonly { readonly id: string; readonly name: string }[]
  readonly conflicts: readonly { readonly name: string; readonly candidateNumbers: readonly string[]; readonly declaredAt: Instant; readonly finished: number }[]
  readonly passMarks: readonly PassMarkView[]
}

interface Props {
  readonly here: Here
  readonly view: AssessingView
  /** The form of the assessors. */
  readonly form: Form
  /** The form of one pass mark, where it was sent and did not fit. */
  readonly passMarkForm: { readonly formId: string; readonly form: Form } | null
  /** How many answers were given out just now. */
  readonly given: number | null
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)

/** How the assessing of a round goes, for staff. */
export const AssessingPage = ({ here, view, form, passMarkForm, given }: Props) => {
  const { t } = here
  const title = t('grading.staffTitle', { round: view.roundName })
  const unassigned = sum(view.questions.map((one) => one.unassigned))
  const wrong = passMarkForm?.form ?? form
  return (
    <Page here={here} title={title} form={wrong} nav={<RoundNav t={t} roundId={view.roundId} current="assessing" />}>
      <Heading
        title={title}
        lead={view.assessingDueOn === null ? t('grading.staffLead') : `${t('grading.staffLead')} ${t('grading.dueOn', { date: longDate(t, view.assessingDueOn) })}.`}
        back={{ href: paths.round(view.roundId), label: view.roundName }}
        actions={<ButtonLink kind="secondary" href={paths.roundRelease(view.roundId)}>{t('grading.toRelease')}</ButtonLink>}
      />
      <ErrorSummary t={t} form={wrong} labels={{ points: t('grading.passMark'), reason: t('common.reason'), assessorIds: t('grading.whichAssessors') }} />
      {given !== null && <Done t={t}><p>{t('grading.given', { number: given })}</p></Done>}
      {unassigned > 0 && <HandOut t={t} view={view} unassigned={unassigned} />}
      <Numbers t={t} view={view} unassigned={unassigned} />
      <PassMarks t={t} roundId={view.roundId} passMarks={view.passMarks} sent={passMarkForm} />
      <Assessors t={t} view={view} form={form} />
      <Questions t={t} view={view} />
      <Conflicts t={t} view={view} />
    </Page>
  )
}

type PartProps = { readonly t: Translate; readonly view: AssessingView }
type UnassignedProps = PartProps & { readonly unassigned: number }

/** What lies with nobody is handed out, once there is somebody to hand it out to. */
const HandOut = ({ t, view, unassigned }: UnassignedProps) =>
  view.assessors.some(({ present }) => present) ? (
    <NextStep
      t={t}
      title={t('grading.unassignedTitle')}
      action={<ButtonForm kind="primary" action={paths.roundTasks(view.roundId)}>{t('grading.assign')}</ButtonForm>}
    >
      <p>{t('grading.unassignedText', { number: unassigned })}</p>
    </NextStep>
  ) : (
    <NextStep t={t} title={t('grading.unassignedTitle')} action={<ButtonLink href="#assessors">{t('grading.chooseAssessors')}</ButtonLink>}>
      <p>{t('grading.unassignedNobody', { number: unassigned })}</p>
    </NextStep>
  )

const Numbers = ({ t, view: { questions }, unassigned }: UnassignedProps) => {
  const [todo, draft, done] = [sum(questions.map((one) => one.todo)), sum(questions.map((one) => one.draft)), sum(questions.map((one) => one.done))]
  const figures = [
    { label: t('grading.answers'), value: todo + draft + done + unassigned },
    { label: t('grading.unassigned'), value: unassigned },
    { label: t('grading.todo'), value: todo },
    { label: t('grading.draft'), value: draft },
    { label: t('grading.done'), value: done },
  ]
  return <Figures items={figures.map(({ label, value }) => ({ label, value: wholeNumber(t, value) }))} />
}

const Assessors = ({ t, view, form }: PartProps & { readonly form: Form }) => (
  <Panel id="assessors" title={t('grading.assessors')}>
    {view.everybody.length === 0 ? (
      <p>{t('grading.noAssessors')}</p>
    ) : (
      <form method="post" action={paths.roundAssessors(view.roundId)}>
        <CheckboxGroup
          t={t}
          form={form}
          name="assessorIds"
          label={t('grading.whichAssessors')}
          hint={t('grading.assessorsHint')}
          options={view.everybody.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <Button kind="secondary">{t('grading.saveAssessors')}</Button>
      </form>
    )}
    <h3>{t('grading.perAssessor')}</h3>
    <Table
      t={t}
      caption={t('grading.perAssessor')}
      captionHidden
      empty={t('grading.noWork')}
      columns={[{ label: t('grading.assessor') }, ...progressColumns(t)]}
      rows={view.assessors.map((one) => [one.present ? one.name : `${one.name} (${t('grading.formerAssessor')})`, ...progressCells(t, one)])}
    />
    {view.assessors.some(({ todo }) => todo > 0) && (
      <ButtonForm action={paths.roundRedistribution(view.roundId)}>{t('grading.redistribute')}</ButtonForm>
    )}
  </Panel>
)

const Questions = ({ t, view }: PartProps) => (
  <Panel title={t('grading.perQuestion')}>
    <Table
      t={t}
      caption={t('grading.perQuestion')}
      captionHidden
      empty={t('grading.noWork')}
      columns={[{ label: t('grading.question') }, { label: t('grading.paper') }, { label: t('grading.unassigned'), numeric: true }, ...progressColumns(t)]}
      rows={view.questions.map((one) => [
        t('grading.questionNumber', { number: one.number }),
        one.title,
        wholeNumber(t, one.unassigned),
        ...progressCells(t, one),
      ])}
    />
  </Panel>
)

const progressColumns = (t: Translate) =>
  [t('grading.todo'), t('grading.draft'), t('grading.done')].map((label) => ({ label, numeric: true }))

const progressCells = (t: Translate, { todo, draft, done }: Progress) => [todo, draft, done].map((count) => wholeNumber(t, count))

const Conflicts = ({ t, view }: PartProps) => (
  <Panel title={t('grading.conflicts')}>
    <p>{t('grading.conflictsHint')}</p>
    <Table
      t={t}
      caption={t('grading.conflicts')}
      captionHidden
      empty={t('grading.noConflicts')}
      columns={[
        { label: t('grading.assessor') },
        { label: t('grading.candidateNumber') },
        { label: t('grading.since') },
        { label: t('grading.finishedBefore'), numeric: true },
      ]}
      rows={view.conflicts.map(({ name, candidateNumbers, declaredAt, finished }) => [
        name,
        candidateNumbers.join(', '),
        <Moment t={t} at={declaredAt} short />,
        wholeNumber(t, finished),
      ])}
    />
  </Panel>
)
