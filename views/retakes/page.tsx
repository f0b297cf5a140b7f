import type { Here } from '../../src/http/env.ts'
import type { Form } from '../../src/http/typed.ts'
import type { Translate } from '../../src/language/translate.ts'
import type { TestKind } from '../../src/papers/content.ts'
import type { RetakeOption, Retakes } from '../../src/retakes/actions.ts'
import { Owed } from '../enrolment/form.tsx'
import { dateOf, dateRange, euros, longDate, sentence } from '../format.ts'
import { Page } from '../layout.tsx'
import { paths } from '../paths.ts'
import { Button, ButtonLink, Buttons } from '../ui/button.tsx'
import { Checkbox, RadioGroup } from '../ui/choice.tsx'
import { ErrorSummary } from '../ui/error-summary.tsx'
import type { Option } from '../ui/field.tsx'
import { Heading } from '../ui/heading.tsx'
import { Callout, Panel } from '../ui/panel.tsx'
import { SummaryList } from '../ui/summary-list.tsx'

interface Props {
  readonly here: Here
  readonly form: Form
  readonly retakes: Retakes
  /** What both tests cost in one order, whole euro cents. */
  readonly bothFeeCents: number
}

const testName = (t: Translate, kind: TestKind): string => t(kind === 'case' ? 'common.caseTest' : 'common.reflectionTest')

/** What somebody can retake, has ordered, or has used; with the form to order it. */
export const RetakesPage = ({ here, form, retakes, bothFeeCents }: Props) => {
  const { t } = here
  const { open, ordered, final, isEnrolled, hasNewChance, isOwed } = retakes
  const hasRounds = open.some(({ rounds }) => rounds.length > 0)
  const labels = { tests: t('retakes.test'), roundId: t('retakes.roundShort'), agree: t('retakes.agreeShort') }
  return (
    <Page here={here} title={t('retakes.title')} form={form} width="text">
      <Heading title={t('retakes.title')} lead={t('retakes.lead')} />
      <ErrorSummary t={t} form={form} labels={labels} />
      {open.length + ordered.length + final.length === 0 && <p class="empty">{t('retakes.nothing')}</p>}
      {isOwed && !isEnrolled && <Owed t={t} />}
      <Underway t={t} ordered={ordered} final={final} mayEnrol={hasNewChance && !isEnrolled} />
      {open.length > 0 && (
        <>
          <Panel title={t('retakes.open', { count: open.length })}>
            <SummaryList rows={open.map((option) => ({ key: sentence(testName(t, option.kind)), value: <Sat t={t} option={option} /> }))} />
          </Panel>
          <Rules t={t} />
          {isEnrolled ? <Enrolled t={t} /> : hasRounds ? <OrderForm t={t} form={form} open={open} bothFeeCents={bothFeeCents} /> : <NoRounds t={t} />}
        </>
      )}
    </Page>
  )
}

const Sat = ({ t, option }: { readonly t: Translate; readonly option: RetakeOption }) => (
  <>
    {t('retakes.firstIn', { round: option.roundName, date: longDate(t, dateOf(option.releasedAt)) })}
    <br />
    {t('retakes.fee')}: {euros(t, option.feeCents)}
  </>
)

type UnderwayProps = { readonly t: Translate; readonly mayEnrol: boolean } & Pick<Retakes, 'ordered' | 'final'>

const Underway = ({ t, ordered, final, mayEnrol }: UnderwayProps) => (
  <>
    {ordered.map(({ kind, roundName, enrolmentId }) => (
      <Callout t={t} title={t('retakes.ordered', { test: testName(t, kind) })}>
        <p>
          {t('retakes.orderedText', { test: testName(t, kind), round: roundName })}{' '}
          <a href={paths.enrolment(enrolmentId)}>{t('retakes.toOrdered')}</a>
        </p>
      </Callout>
    ))}
    {final.map(({ kind, roundName }) => (
      <Callout t={t} tone="warn" title={t('retakes.final', { test: testName(t, kind) })}>
        <p>{t(mayEnrol ? 'retakes.finalAgain' : 'retakes.finalText', { round: roundName })}</p>
        {mayEnrol && (
          <p>
            <a href={paths.enrolments()}>{t('retakes.toRounds')}</a>
          </p>
        )}
      </Callout>
    ))}
  </>
)

const Rules = ({ t }: { readonly t: Translate }) => (
  <Panel title={t('retakes.rules')}>
    <ul class="list">
      <li>{t('retakes.ruleOnce')}</li>
      <li>{t('retakes.ruleTime')}</li>
      <li>{t('retakes.ruleOther')}</li>
      <li>{t('retakes.ruleFinal')}</li>
    </ul>
  </Panel>
)

const Enrolled = ({ t }: { readonly t: Translate }) => (
  <Callout t={t} title={t('retakes.enrolledTitle')}>
    <p>{t('retakes.enrolled')}</p>
    <p>
      <a href={paths.enrolments()}>{t('retakes.toEnrolments')}</a>
    </p>
  </Callout>
)

const NoRounds = ({ t }: { readonly t: Translate }) => (
  <>
    <Callout t={t}>
      <p>{t('retakes.noRounds')}</p>
    </Callout>
    <ButtonLink href={paths.candidate()} kind="secondary">
      {t('common.back')}
    </ButtonLink>
  </>
)

type OrderProps = { readonly t: Translate; readonly form: Form; readonly open: readonly RetakeOption[]; readonly bothFeeCents: number }

/** One test may be offered alone: then it is chosen already. */
const OrderForm = ({ t, form, open, bothFeeCents }: OrderProps) => {
  const [first, second] = open
  const chosen = second === undefined && first ? { tests: first.kind, ...form.typed } : form.typed
  const filled = { ...form, typed: chosen }
  return (
    <form method="post" action={paths.retakes()}>
      <RadioGroup t={t} form={filled} name="tests" label={t('retakes.what')} options={testOptions(t, open, bothFeeCents)} />
      <RadioGroup t={t} form={filled} name="roundId" label={t('retakes.round')} hint={t('retakes.noDeadline')} options={roundOptions(t, open)} />
      <Checkbox t={t} form={filled} name="agree" label={t('retakes.agree')} hint={<Agreement t={t} />} />
      <Buttons>
        <Button>{t('retakes.order')}</Button>
      </Buttons>
    </form>
  )
}

function testOptions(t: Translate, open: readonly RetakeOption[], bothFeeCents: number): Option[] {
  const each = open.map(({ kind, feeCents, rounds }) => ({
    value: kind,
    label: sentence(testName(t, kind)),
    hint: euros(t, feeCents),
    disabled: rounds.length === 0,
  }))
  const [first, second] = open
  const together = first && second && first.rounds.some(({ id }) => second.rounds.some((other) => other.id === id))
  const both = { value: 'both', label: t('retakes.both'), hint: t('retakes.bothHint', { fee: euros(t, bothFeeCents) }) }
  return together ? [...each, both] : each
}

/** Every round that fits one of the tests, saying so where it does not fit all. */
function roundOptions(t: Translate, open: readonly RetakeOption[]): Option[] {
  const rounds = new Map(open.flatMap((option) => option.rounds.map((round) => [round.id, round] as const)))
  return [...rounds.values()]
    .toSorted((one, other) => one.windowFirstOn.localeCompare(other.windowFirstOn))
    .map((round) => {
      const window = dateRange(t, round.windowFirstOn, round.windowLastOn)
      const fitting = open.filter((option) => option.rounds.some(({ id }) => id === round.id))
      const [only] = fitting
      const isPartial = fitting.length < open.length && only
      const hint = isPartial ? t('retakes.roundOnlyHint', { window, test: testName(t, only.kind) }) : t('retakes.roundHint', { window })
      return { value: round.id, label: round.name, hint }
    })
}


const Agreement = ({ t }: { readonly t: Translate }) => (
  <>
    {t('retakes.agreeHint')}
    <a href={paths.terms()}>{t('common.termsInline')}</a>
    {t('retakes.agreeAnd')}
    <a href={paths.privacy()}>{t('common.privacyInline')}</a>.
  </>
)
