import type { Here } from '../../src/http/env.ts'
import type { Form } from '../../src/http/typed.ts'
import type { Key, Translate } from '../../src/language/translate.ts'
import type { FormHead } from '../../src/papers/queries.ts'
import { testTitle } from '../delivery/sitting.tsx'
import { Page } from '../layout.tsx'
import { paths } from '../paths.ts'
import { Button, ButtonLink, Buttons } from '../ui/button.tsx'
import { ErrorSummary } from '../ui/error-summary.tsx'
import { DateField, NumberField, Select, TextArea, TextField } from '../ui/field.tsx'
import { Heading } from '../ui/heading.tsx'
import { Callout, Panel } from '../ui/panel.tsx'

type Paper = Pick<FormHead, 'id' | 'kind' | 'title' | 'version'>

interface Props {
  readonly here: Here
  readonly form: Form
  /** The papers to choose from. */
  readonly papers: readonly Paper[]
  /** `null` for a new round. */
  readonly round: { readonly id: string; readonly name: string; readonly closedByHand: boolean; readonly started: boolean; readonly edition: string } | null
}

/** Makes or changes a round. */
export function RoundFormPage({ here, form, papers, round }: Props) {
  const { t } = here
  const title = round === null ? t('rounds.make') : t('rounds.editOf', { name: round.name })
  const back =
    round === null
      ? { href: paths.rounds(), label: t('common.nav.rounds') }
      : { href: paths.round(round.id), label: round.name }
  return (
    <Page here={here} title={title} form={form} width="text">
      <Heading title={title} back={back} />
      <ErrorSummary t={t} form={form} labels={labelsOf(t, papers)} />
      {round !== null && form.refusal?.reason === 'roundChangedElsewhere' && (
        <p>
          <a href={paths.editRound(round.id)} target="_blank" rel="noopener">
            {t('rounds.asItIs')} {t('common.newTab')}
          </a>
        </p>
      )}
      {round?.started && <Callout t={t}><p>{t('rounds.started')}</p></Callout>}
      {round?.closedByHand && <Callout t={t}><p>{t('rounds.handBeatsDates')}</p></Callout>}
      <form method="post" action={round === null ? paths.newRound() : paths.editRound(round.id)}>
        {round !== null && <input type="hidden" name="seen" value={round.edition} />}
        <Texts t={t} form={form} />
        <WindowPart t={t} form={form} />
        <EnrolmentPart t={t} form={form} />
        <PapersPart t={t} form={form} papers={papers} />
        <PlacesPart t={t} form={form} />
        <Buttons>
          <Button>{t(round === null ? 'rounds.makeButton' : 'rounds.save')}</Button>
          <ButtonLink kind="secondary" href={back.href}>{t('common.cancel')}</ButtonLink>
        </Buttons>
      </form>
    </Page>
  )
}

const fields = {
  name: 'rounds.nameField',
  note: 'rounds.note',
  windowFirstOn: 'rounds.windowFirstOn',
  windowLastOn: 'rounds.windowLastOn',
  workingHours: 'rounds.workingHours',
  caseHours: 'rounds.caseHours',
  reflectionHours: 'rounds.reflectionHours',
  enrolmentOpensOn: 'rounds.enrolmentOpensOn',
  enrolmentOpensTime: 'rounds.enrolmentOpensTime',
  enrolmentClosesOn: 'rounds.enrolmentClosesOn',
  enrolmentClosesTime: 'rounds.enrolmentClosesTime',
  minimumCandidates: 'rounds.minimumCandidates',
  maximumCandidates: 'rounds.maximumCandidates',
  assessingDueOn: 'rounds.assessingDueOn',
} as const satisfies Record<string, Key>

const paperLabel = (t: Translate, { title, version }: Paper): string => t('rounds.paperChoice', { title, version })

const labelsOf = (t: Translate, papers: readonly Paper[]): Readonly<Record<string, string>> =>
  Object.fromEntries([
    ...Object.entries(fields).map(([name, key]) => [name, t(key)]),
    ...papers.map((paper) => [`paper-${paper.id}`, paperLabel(t, paper)]),
  ])

interface Part {
  readonly t: Translate
  readonly form: Form
}

/** What every field of this form has. */
const field = ({ t, form }: Part, name: keyof typeof fields) => ({ t, form, name, label: t(fields[name]) })

const Texts = (part: Part) => (
  <>
    <TextField {...field(part, 'name')} hint={part.t('rounds.nameHint')} width="full" maxlength={120} />
    <TextArea {...field(part, 'note')} hint={part.t('rounds.noteHint')} optional rows={3} />
  </>
)

const WindowPart = (part: Part) => {
  const { t } = part
  return (
    <Panel title={t('rounds.windowPart')}>
      <p>{t('rounds.windowHint')}</p>
      <div class="fields">
        <DateField {...field(part, 'windowFirstOn')} />
        <DateField {...field(part, 'windowLastOn')} />
      </div>
      <NumberField {...field(part, 'workingHours')} unit={t('rounds.hours')} />
      <NumberField {...field(part, 'caseHours')} hint={t('rounds.ownHoursHint')} unit={t('rounds.hours')} optional />
      <NumberField {...field(part, 'reflectionHours')} hint={t('rounds.ownHoursHint')} unit={t('rounds.hours')} optional />
    </Panel>
  )
}

const EnrolmentPart = (part: Part) => {
  const { t } = part
  return (
    <Panel title={t('rounds.enrolmentPart')}>
      <p>{t('rounds.enrolmentHint')}</p>
      <div class="fields">
        <DateField {...field(part, 'enrolmentOpensOn')} optional />
        <TextField {...field(part, 'enrolmentOpensTime')} type="time" width="short" optional />
      </div>
      <div class="fields">
        <DateField {...field(part, 'enrolmentClosesOn')} optional />
        <TextField {...field(part, 'enrolmentClosesTime')} type="time" width="short" optional />
      </div>
    </Panel>
  )
}

const PlacesPart = (part: Part) => {
  const { t } = part
  return (
    <Panel title={t('rounds.placesPart')}>
      <NumberField {...field(part, 'minimumCandidates')} hint={t('rounds.minimumHint')} optional />
      <NumberField {...field(part, 'maximumCandidates')} optional />
      <DateField {...field(part, 'assessingDueOn')} optional />
    </Panel>
  )
}

const PapersPart = ({ t, form, papers }: Part & { readonly papers: readonly Paper[] }) => (
  <Panel title={t('rounds.papersPart')}>
    <p>{t('rounds.papersHint')}</p>
    {papers.length === 0 && <p>{t('rounds.noPapers')}</p>}
    {papers.map((paper) => (
      <Select
        t={t}
        form={form}
        name={`paper-${paper.id}`}
        label={paperLabel(t, paper)}
        hint={testTitle(t, paper.kind)}
        empty={t('rounds.notUsed')}
        options={papers
          .filter(({ kind }) => kind === paper.kind)
          .map((_, index) => ({ value: String(index + 1), label: t('rounds.preference', { number: index + 1 }) }))}
      />
    ))}
  </Panel>
)
