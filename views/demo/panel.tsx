import type { Step } from '../../src/demo/demo.ts'
import type { Here } from '../../src/http/env.ts'
import type { Form } from '../../src/http/typed.ts'
import type { Translate } from '../../src/language/translate.ts'
import { duration, longMoment } from '../format.ts'
import { Page } from '../layout.tsx'
import { Done } from '../notice.tsx'
import { paths } from '../paths.ts'
import { Button, ButtonForm, ButtonLink, Buttons } from '../ui/button.tsx'
import { Details } from '../ui/details.tsx'
import { ErrorSummary } from '../ui/error-summary.tsx'
import { DateField, TextField } from '../ui/field.tsx'
import { Heading } from '../ui/heading.tsx'
import { Moment } from '../ui/moment.tsx'
import { Card, Cards, Columns, Panel } from '../ui/panel.tsx'
import { Tag } from '../ui/tag.tsx'

/** Somebody with a button. */
export interface DoorView {
  readonly door: string
  readonly name: string
  readonly role: 'candidate' | 'assessor' | 'staff' | 'administrator'
  /** Who they are in one line. */
  readonly story: string
  /** Where they stand at this moment, for candidates. */
  readonly standing: string | null
  /** Whether it is who looks at the page. */
  readonly current: boolean
}

interface Props {
  readonly here: Here
  /** How far the clock runs ahead, in ms. */
  readonly aheadMs: number
  /** The candidates to begin with, all others, and the office with the assessors. */
  readonly people: { readonly first: readonly DoorView[]; readonly more: readonly DoorView[]; readonly office: readonly DoorView[] }
  readonly mails: number
  /** What was done just now. */
  readonly done: 'moved' | 'afresh' | null
  /** The form that asks for a moment. */
  readonly form: Form
  readonly steps: readonly Step[]
}

/** Everything about the demonstration on one page: who to be, and when it is. */
export function DemoPage({ here, aheadMs, people, mails, done, form, steps }: Props) {
  const { t } = here
  return (
    <Page here={here} title={t('demo.title')} form={form}>
      <Heading title={t('demo.title')} lead={t('demo.lead')} />
      <ErrorSummary t={t} form={form} labels={{ date: t('demo.clock.date'), time: t('demo.clock.time') }} />
      <Happened here={here} done={done} />
      <Columns>
        <ClockPanel here={here} aheadMs={aheadMs} form={form} steps={steps} />
        <div class="stack">
          <Panel title={t('demo.mails.title')}>
            <p>{t('demo.mails.lead')}</p>
            <Buttons>
              <ButtonLink href={paths.demoMails()} kind="secondary">
                {t('demo.mails.open')}
              </ButtonLink>
              <span>{t('demo.mails.found', { count: mails })}</span>
            </Buttons>
          </Panel>
          <Panel title={t('demo.afresh.title')}>
            <p>{t('demo.afresh.text')}</p>
            <ButtonForm action={paths.demoReset()} kind="danger">
              {t('demo.afresh.button')}
            </ButtonForm>
          </Panel>
        </div>
      </Columns>
      <Doors t={t} title={t('demo.people.candidates')} doors={people.first} />
      <Doors t={t} title={t('demo.people.office')} doors={people.office} />
      <Doors t={t} title={t('demo.people.more')} doors={people.more} />
    </Page>
  )
}

function Happened({ here: { t, viewer, now }, done }: Pick<Props, 'here' | 'done'>) {
  if (done === null) return null
  if (done === 'moved') return <Done t={t} title={longMoment(t, now)}>{t('demo.clock.moved')}</Done>
  return <Done t={t}>{t(viewer === null ? 'demo.afresh.doneSignedOut' : 'demo.afresh.done')}</Done>
}

function ClockPanel({ here, aheadMs, form, steps }: Pick<Props, 'here' | 'aheadMs' | 'form' | 'steps'>) {
  const { t, now } = here
  const typed = form.problems.length > 0 || form.refusal !== null
  return (
    <Panel title={t('demo.clock.title')}>
      <p>
        {t('demo.clock.now')}
        <br />
        <strong>
          <Moment t={t} at={now} />
        </strong>
      </p>
      <p>{aheadMs < 1000 ? t('demo.clock.onTime') : t('demo.clock.ahead', { ahead: duration(t, aheadMs) })}</p>
      <form method="post" action={paths.demoClock()}>
        <fieldset class="field">
          <legend>{t('demo.clock.forward')}</legend>
          <div class="buttons">
            {steps.map((step) => (
              <Button kind="secondary" name="step" value={step}>
                {t(`demo.clock.${step}`)}
              </Button>
            ))}
          </div>
        </fieldset>
      </form>
      <Details summary={t('demo.clock.toMoment')} open={typed}>
        <form method="post" action={paths.demoClock()}>
          <DateField t={t} form={form} name="date" label={t('demo.clock.date')} />
          <TextField t={t} form={form} name="time" label={t('demo.clock.time')} hint={t('demo.clock.timeHint')} type="time" width="short" />
          <div class="form-actions">
            <Button>{t('demo.clock.go')}</Button>
          </div>
        </form>
      </Details>
      <p class="hint">{t('demo.clock.onlyForward')}</p>
    </Panel>
  )
}

const Doors = ({ t, title, doors }: { readonly t: Translate; readonly title: string; readonly doors: readonly DoorView[] }) => (
  <section class="stack">
    <h2>{title}</h2>
    <Cards>
      {doors.map(({ door, name, role, story, standing, current }) => (
        <Card title={name} over={t(`demo.roles.${role}`)}>
          <p>{story}</p>
          {standing !== null && <p class="hint">{standing}</p>}
          {current ? (
            <Tag tone="good">{t('demo.people.current')}</Tag>
          ) : (
            <ButtonForm action={paths.demoSignIn()} hidden={{ door }} of={t('demo.people.as', { name })}>
              {t('demo.people.signIn')}
            </ButtonForm>
          )}
        </Card>
      ))}
    </Cards>
  </section>
)
