import type { Child } from 'hono/jsx'
import type { Here } from '../../src/http/env.ts'
import type { Translate } from '../../src/language/translate.ts'
import type { NextStep } from '../../src/overview/next-step.ts'
import { testNames } from '../enrolment/stage.tsx'
import { dateRange, longDate, longMoment } from '../format.ts'
import { paths } from '../paths.ts'
import { ButtonLink } from '../ui/button.tsx'
import { ContactButtons } from '../ui/contact.tsx'
import { NextStep as NextStepPart } from '../ui/panel.tsx'

interface Told {
  readonly title: string
  readonly texts: readonly string[]
  /** Where the one button leads, or the test office; nothing when there is only waiting to do. */
  readonly way?: { readonly href: string; readonly label: string; readonly quiet?: boolean } | 'office' | undefined
}

/** The one thing to do now, with its date and its button. */
export const NextStepOf = ({ here: { t, office }, step }: { readonly here: Here; readonly step: NextStep }) => {
  const { title, texts, way } = told(t, step)
  const action: Child =
    way === 'office' ? (
      <ContactButtons t={t} office={office} />
    ) : (
      way && (
        <ButtonLink href={way.href} kind={way.quiet ? 'secondary' : 'primary'}>
          {way.label}
        </ButtonLink>
      )
    )
  return (
    <NextStepPart t={t} title={title} action={action}>
      {texts.map((text) => (
        <p>{text}</p>
      ))}
    </NextStepPart>
  )
}

function told(t: Translate, step: NextStep): Told {
  switch (step.kind) {
    case 'masterclasses':
    case 'enrol':
    case 'waitForRound':
      return beforeEnrolment(t, step)
    case 'pay':
    case 'choose':
    case 'lapsed':
      return beforeStart(t, step)
    case 'declare':
    case 'wait':
    case 'write':
    case 'handedIn':
      return aroundTests(t, step)
    default:
      return afterTests(t, step)
  }
}

type Of<K extends NextStep['kind']> = Extract<NextStep, { kind: K }>

function beforeEnrolment(t: Translate, step: Of<'masterclasses' | 'enrol' | 'waitForRound'>): Told {
  if (step.kind === 'masterclasses') {
    const missing = step.missing.join(', ')
    return { title: t('overview.step.masterclasses'), texts: [t('overview.step.masterclassesText', { missing }), t('overview.step.masterclassesHelp')] }
  }
  if (step.kind === 'enrol') {
    const [first, ...more] = step.rounds
    const moment = first ? longMoment(t, first.closesAt) : ''
    return {
      title: t('overview.step.enrol'),
      texts: [t('overview.step.enrolText', { round: first?.name ?? '', moment }), ...(more.length > 0 ? [t('overview.step.enrolMore')] : [])],
      way: { href: paths.enrolments(), label: t('overview.step.enrolButton') },
    }
  }
  const { round } = step
  const text = round === null ? t('overview.step.waitForRoundNone') : t('overview.step.waitForRoundOpens', { round: round.name, moment: longMoment(t, round.opensAt) })
  return { title: t('overview.step.waitForRound'), texts: [text] }
}

function beforeStart(t: Translate, step: Of<'pay' | 'choose' | 'lapsed'>): Told {
  if (step.kind === 'pay') {
    const href = step.orderId === null ? paths.enrolment(step.enrolmentId) : paths.order(step.orderId)
    return { title: t('enrolment.next.pay'), texts: [t('enrolment.next.payText', { moment: longMoment(t, step.until) })], way: { href, label: t('enrolment.next.payButton') } }
  }
  if (step.kind === 'choose') {
    const window = dateRange(t, step.firstOn, step.lastOn)
    const text = t('enrolment.next.chooseText', { window, hours: step.hours })
    return { title: t('enrolment.next.choose'), texts: [text], way: { href: paths.start(step.enrolmentId), label: t('enrolment.next.chooseButton') } }
  }
  return { title: t('enrolment.next.call'), texts: [t('enrolment.next.callText')], way: 'office' }
}

function aroundTests(t: Translate, step: Of<'declare' | 'wait' | 'write' | 'handedIn'>): Told {
  if (step.kind === 'handedIn') {
    const due = step.assessingDueOn === null ? [] : [t('overview.step.resultDue', { date: longDate(t, step.assessingDueOn) })]
    return { title: t('enrolment.next.result'), texts: [t('enrolment.next.resultText'), ...due] }
  }
  if (step.kind === 'declare') {
    const text = t('overview.step.declareText', { moment: longMoment(t, step.startsAt) })
    return { title: t('enrolment.next.declare'), texts: [text], way: { href: paths.declaration(step.enrolmentId), label: t('enrolment.next.declareButton') } }
  }
  if (step.kind === 'wait') {
    const title = t('enrolment.next.wait', { moment: longMoment(t, step.startsAt) })
    return { title, texts: [t('enrolment.next.waitText')], way: { href: paths.enrolment(step.enrolmentId), label: t('overview.step.waitButton'), quiet: true } }
  }
  const moment = longMoment(t, step.until)
  if (!step.declared) {
    const way = { href: paths.declaration(step.enrolmentId), label: t('enrolment.next.declareButton') }
    return { title: t('overview.step.declareNow'), texts: [t('overview.step.declareNowText', { moment })], way }
  }
  const text = step.left.length > 1 ? t('overview.step.writeBoth', { moment }) : t('overview.step.writeOne', { test: testNames(t, step.left), moment })
  return { title: t('enrolment.next.write'), texts: [text], way: { href: paths.tests(step.enrolmentId), label: t('enrolment.next.writeButton') } }
}

function afterTests(t: Translate, step: Of<'voided' | 'retake' | 'complete' | 'final'>): Told {
  if (step.kind === 'voided') return { title: t('overview.step.voided'), texts: [t('overview.step.voidedText')], way: 'office' }
  if (step.kind === 'complete') return { title: t('overview.step.complete'), texts: [t('overview.step.completeText')] }
  const tests = testNames(t, step.tests)
  if (step.kind === 'final') return { title: t('overview.step.final'), texts: [t('overview.step.finalText', { tests })], way: 'office' }
  return { title: t('overview.step.retake'), texts: [t('overview.step.retakeText', { tests })], way: { href: paths.retakes(), label: t('overview.step.retakeButton') } }
}
