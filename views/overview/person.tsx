import type { Certificate } from '../../src/certificates/queries.ts'
import type { Instant } from '../../src/clock.ts'
import type { ExemptionRule } from '../../src/eligibility/eligibility.ts'
import type { MasterclassRecord } from '../../src/eligibility/queries.ts'
import type { Here, Role } from '../../src/http/env.ts'
import type { Form } from '../../src/http/typed.ts'
import type { Translate } from '../../src/language/translate.ts'
import type { Person } from '../../src/identity/identity.ts'
import { CertificateList } from '../certificates/list.tsx'
import { AccommodationForm } from '../delivery/accommodation.tsx'
import { MasterclassesPanel } from '../eligibility/masterclasses.tsx'
import { NewChanceLine } from '../enrolment/new-chance.tsx'
import { shortMoment } from '../format.ts'
import { ConflictForm } from '../grading/conflict.tsx'
import { Page } from '../layout.tsx'
import { paths } from '../paths.ts'
import { ButtonForm } from '../ui/button.tsx'
import { Details } from '../ui/details.tsx'
import { Heading } from '../ui/heading.tsx'
import { Columns, Panel } from '../ui/panel.tsx'
import { SummaryList } from '../ui/summary-list.tsx'
import { Tag } from '../ui/tag.tsx'
import { LogTable } from './log.tsx'
import type { LogLine } from './log.tsx'
import { AttemptsPanel, EnrolmentsPanel, MailsPanel, PaymentsPanel, ResultsPanel } from './person-parts.tsx'
import type { AttemptLine, MailLine, PersonEnrolment, PersonOrder, PersonResult } from './person-parts.tsx'

/** Everything about one person. */
export interface PersonView {
  readonly person: Person
  readonly roles: readonly Role[]
  /** Whether the viewer may change these details and invite: others than candidates are the administrator's. */
  readonly mayChange: boolean
  readonly masterclasses: {
    readonly records: readonly MasterclassRecord[]
    readonly missing: readonly number[]
    readonly rules: readonly ExemptionRule[]
    readonly form: Form
  }
  readonly enrolments: readonly PersonEnrolment[]
  readonly attempts: readonly AttemptLine[]
  readonly accommodation: { readonly extraPercent: number; readonly extraMinutes: number } | null
  readonly accommodationForm: Form
  readonly orders: readonly PersonOrder[]
  readonly results: readonly PersonResult[]
  /** Staff let them enrol in full once more, and they have not done so. */
  readonly hasNewChance: boolean
  readonly certificates: readonly Certificate[]
  readonly assessors: readonly { readonly id: string; readonly name: string }[]
  readonly conflicts: readonly { readonly assessorId: string; readonly name: string; readonly declaredAt: Instant }[]
  readonly mails: readonly MailLine[]
  readonly log: readonly LogLine[]
}

/** Everything about one person on one page, for whoever answers the telephone. */
export const PersonPage = ({ here, view }: { readonly here: Here; readonly view: PersonView }) => {
  const { t, now } = here
  const { person, roles } = view
  const isCandidate = roles.includes('candidate')
  return (
    <Page here={here} title={person.name}>
      <Heading
        title={person.name}
        lead={person.email}
        back={{ href: paths.people(), label: t('overview.people.title') }}
        tag={roles.map((role) => <Tag>{t(`identity.roles.${role}`)}</Tag>)}
      />
      <Columns>
        <DetailsPanel t={t} view={view} />
        <ExtraTimePanel t={t} view={view} />
      </Columns>
      <EnrolmentsPanel t={t} enrolments={view.enrolments} />
      <AttemptsPanel t={t} attempts={view.attempts} />
      <PaymentsPanel t={t} orders={view.orders} personName={person.name} />
      <ResultsPanel t={t} results={view.results} />
      {view.results.some(({ sufficient }) => !sufficient) && <NewChanceLine t={t} personId={person.id} isOpen={view.hasNewChance} />}
      <Panel title={t('overview.person.certificates')}>
        <CertificateList t={t} certificates={view.certificates} forStaff />
      </Panel>
      <MasterclassesPanel t={t} now={now} personId={person.id} {...view.masterclasses} />
      {isCandidate && <ConflictForm t={t} form={view.masterclasses.form} personId={person.id} assessors={view.assessors} conflicts={view.conflicts} />}
      <MailsPanel t={t} mails={view.mails} />
      <Panel title={t('overview.person.log')}>
        <LogTable t={t} lines={view.log} ofPerson />
        <p><a href={`${paths.audit()}?person=${person.id}`}>{t('overview.person.wholeLog')}</a></p>
      </Panel>
    </Page>
  )
}

type Part = { readonly t: Translate; readonly view: PersonView }

function accessText(t: Translate, { accountId, invitedAt }: Person): string {
  if (accountId !== null) return t('overview.person.canSignIn')
  return invitedAt === null ? t('overview.person.notInvited') : t('overview.person.invited', { moment: shortMoment(t, invitedAt) })
}

const DetailsPanel = ({ t, view: { person, mayChange } }: Part) => (
  <Panel
    title={t('overview.person.details')}
    aside={
      mayChange && (
        <a href={paths.personDetails(person.id)}>
          {t('overview.person.edit')}
          <span class="visually-hidden"> {t('overview.person.ofDetails')}</span>
        </a>
      )
    }
  >
    <SummaryList
      rows={[
        { key: t('overview.people.name'), value: person.name },
        { key: t('overview.people.email'), value: person.email },
        { key: t('overview.people.language'), value: t(person.language === 'nl' ? 'common.dutch' : 'common.english') },
        { key: t('overview.person.access'), value: accessText(t, person) },
      ]}
    />
    {mayChange ? (
      <ButtonForm action={paths.personInvitation(person.id)} of={person.name}>
        {t(person.invitedAt === null ? 'overview.person.invite' : 'overview.person.inviteAgain')}
      </ButtonForm>
    ) : (
      <p class="hint">{t('overview.person.byAdministrator')}</p>
    )}
  </Panel>
)

/** "25 procent en 30 minuten", without what is zero. */
function extraTimeText(t: Translate, { extraPercent, extraMinutes }: { readonly extraPercent: number; readonly extraMinutes: number }): string {
  const percent = extraPercent > 0 ? t('overview.person.extraPercent', { percent: extraPercent }) : null
  const minutes = extraMinutes > 0 ? t('common.time.minutes', { count: extraMinutes }) : null
  const time = percent && minutes ? t('common.time.and', { large: percent, small: minutes }) : (percent ?? minutes)
  return time === null ? t('overview.person.extraTimeNone') : t('overview.person.extraTimeIs', { time })
}

const ExtraTimePanel = ({ t, view: { person, accommodation, accommodationForm } }: Part) => (
  <Panel title={t('overview.person.extraTime')}>
    <p>{extraTimeText(t, accommodation ?? { extraPercent: 0, extraMinutes: 0 })}</p>
    <Details summary={t('overview.person.extraTimeChange')}>
      <AccommodationForm t={t} personId={person.id} form={accommodationForm} />
    </Details>
  </Panel>
)
