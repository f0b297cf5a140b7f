import type { Child } from 'hono/jsx'
import type { Here } from '../src/http/env.ts'
import type { Key, Translate } from '../src/language/translate.ts'
import type { Params, Reason } from '../src/refusal.ts'
import { Page } from './layout.tsx'
import { paths } from './paths.ts'
import { ButtonLink } from './ui/button.tsx'
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

/** A whole page that says no: what happened, why, what to do now, and a way on. */
export function NoticePage({ here, reason, params, status }: Told & { readonly here: Here; readonly status: number }) {
  const { t } = here
  const title = t(titleOf(status))
  return (
    <Page here={here} title={title} width="text">
      <div class="notice">
        <Logo />
        <p class="notice-status">{t('common.notice.status', { status })}</p>
        <h1>{title}</h1>
        <p class="lead">{t(`refusal.${reason}`, params)}</p>
        <div class="buttons">
          {status === 401 && <ButtonLink href={paths.signIn(here.path)}>{t('common.signIn')}</ButtonLink>}
          <ButtonLink href={paths.home()} kind={status === 401 ? 'secondary' : 'primary'}>
            {t('common.notice.toHome')}
          </ButtonLink>
        </div>
      </div>
    </Page>
  )
}

/** The same in a few lines, for the place on the page that htmx fills. */
export const RefusalFragment = ({ t, reason, params }: Told & { readonly t: Translate }) => (
  <Callout t={t} tone="bad" role="alert">
    <p>{t(`refusal.${reason}`, params)}</p>
  </Callout>
)

/** What was done just now, at the top of the page that follows. */
export const Done = ({ t, title, children }: { readonly t: Translate; readonly title?: Child; readonly children?: Child }) => (
  <Callout t={t} tone="good" role="status" title={title}>
    {children}
  </Callout>
)
