import type { Child } from 'hono/jsx'
import type { Here } from '../src/http/env.ts'
import type { Key, Translate } from '../src/language/translate.ts'
import type { Typed } from '../src/http/typed.ts'
import type { Params, Reason } from '../src/refusal.ts'
import { refusalText } from './format.ts'
import { Page } from './layout.tsx'
import { paths } from './paths.ts'
import { Button, ButtonLink, Buttons } from './ui/button.tsx'
import { Contact } from './ui/contact.tsx'
import { Logo } from './ui/logo.tsx'
import { Callout } from './ui/panel.tsx'

interface Told {
  readonly reason: Reason
  readonly params: Params
}

/** A title for each kind of status; what is not here is called what the person can do least about. */
function titleOf(status: number): Key {
  if (status === 401) return 'common.notice.signIn'
  if (status === 403) return 'common.notice.forbidden'
  if (status === 404) return 'common.notice.notFound'
  if (status === 409) return 'common.notice.conflict'
  if (status === 429) return 'common.notice.tooMany'
  if (status === 503) return 'common.notice.unavailable'
  return status >= 500 ? 'common.notice.unexpected' : 'common.notice.invalid'
}

interface NoticeProps extends Told {
  readonly here: Here
  readonly status: number
  /** The form that was sent and not taken in, to be sent again; `null` when there is none. */
  readonly kept?: Typed | null | undefined
}

/** What the refusal says to do now, where that is a page of ours. */
function wayOn({ path }: Here, reason: Reason, status: number): { readonly href: string; readonly label: Key } | null {
  if (reason === 'linkSpent') return { href: paths.signIn(), label: 'identity.toSignIn' }
  if (status === 401) return { href: paths.signIn(path), label: 'common.signIn' }
  return status === 503 ? { href: path, label: 'common.notice.tryAgain' } : null
}

/** A whole page that says no: what happened, why, what to do now, and a way on. */
export function NoticePage({ here, reason, params, status, kept = null }: NoticeProps) {
  const { t } = here
  const title = t(titleOf(status))
  const way = kept === null ? wayOn(here, reason, status) : null
  return (
    <Page here={here} title={title} width="text">
      <div class="notice">
        <Logo />
        <p class="notice-status">{t('common.notice.status', { status })}</p>
        <h1>{title}</h1>
        <p class="lead">{refusalText(t, { reason, params })}</p>
        {kept !== null && <Kept here={here} kept={kept} isSignedOut={status === 401} />}
        <Buttons>
          {way && <ButtonLink href={way.href}>{t(way.label)}</ButtonLink>}
          <ButtonLink href={paths.home()} kind={way !== null || kept !== null ? 'secondary' : 'primary'}>
            {t('common.notice.toHome')}
          </ButtonLink>
        </Buttons>
        <p>{t('common.contact.stuck')}</p>
        <Contact t={t} office={here.office} />
      </div>
    </Page>
  )
}

/** What somebody wrote, and not what the form itself carries along. */
const isWritten = (value: string): boolean => /\s/.test(value.trim())

/** Sends the same form again. What was written stands open, so that it can be copied too. */
const Kept = ({ here: { t, path }, kept, isSignedOut }: { readonly here: Here; readonly kept: Typed; readonly isSignedOut: boolean }) => (
  <form method="post" action={path}>
    <p>{t(isSignedOut ? 'common.notice.keptSignIn' : 'common.notice.kept')}</p>
    {Object.entries(kept).flatMap(([name, values]) => [values].flat().map((value) => <KeptField t={t} name={name} value={value} />))}
    <Buttons>
      {isSignedOut && (
        <ButtonLink href={paths.signIn()} attrs={{ target: '_blank', rel: 'noopener' }}>
          {t('common.signIn')} {t('common.newTab')}
        </ButtonLink>
      )}
      <Button kind={isSignedOut ? 'secondary' : 'primary'}>{t('common.notice.sendAgain')}</Button>
    </Buttons>
  </form>
)

const KeptField = ({ t, name, value }: { readonly t: Translate; readonly name: string; readonly value: string }) =>
  isWritten(value) ? (
    <textarea class="input" name={name} rows={6} readonly aria-label={t('common.notice.keptText')}>{`\n${value}`}</textarea>
  ) : (
    <input type="hidden" name={name} value={value} />
  )

/** The same in a few lines, for the place on the page that htmx fills. The mark says that it is ours, and no proxy's. */
export const RefusalFragment = ({ t, reason, params }: Told & { readonly t: Translate }) => (
  <Callout t={t} tone="bad" role="alert">
    <p data-refusal={reason}>{refusalText(t, { reason, params })}</p>
  </Callout>
)

/** What was done just now, at the top of the page that follows. */
export const Done = ({ t, title, children }: { readonly t: Translate; readonly title?: Child; readonly children?: Child }) => (
  <Callout t={t} tone="good" role="status" title={title}>
    {children}
  </Callout>
)
