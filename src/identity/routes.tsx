import { Hono } from 'hono'
import { setCookie } from 'hono/cookie'
import { AccessibilityPage, PrivacyPage, TermsPage } from '../../views/identity/texts.tsx'
import { WelcomePage } from '../../views/identity/welcome.tsx'
import { paths } from '../../views/paths.ts'
import { DAY, SECOND } from '../clock.ts'
import type { Env, Role } from '../http/env.ts'
import { parseForm } from '../http/form.ts'
import { here, page } from '../http/reply.tsx'
import { localPath } from '../http/request.ts'
import { LANGUAGE_COOKIE } from '../http/session.ts'
import { accountRoutes } from './account-routes.tsx'
import { accountsRoutes } from './accounts-routes.tsx'
import { changeDetails } from './actions.ts'
import { openDesk } from './desk.ts'
import type { IdentityDeps } from './desk.ts'
import { LanguageForm } from './forms.ts'
import { signingInRoutes } from './signing-in-routes.tsx'
import { TERMS_VERSION } from './terms.ts'

/** Signing in, the account, who may do what, and the texts that everybody may read. */
export function identityRoutes(deps: IdentityDeps): Hono<Env> {
  const desk = openDesk(deps)
  return new Hono<Env>()
    .route('/', publicRoutes(deps.config.baseUrl.startsWith('https:')))
    .route('/', signingInRoutes(desk))
    .route('/', accountRoutes(desk))
    .route('/', accountsRoutes)
}

/** Where somebody with these roles begins. */
function frontPage(roles: readonly Role[]): string {
  if (roles.includes('staff')) return paths.staff()
  if (roles.includes('administrator')) return paths.accounts()
  if (roles.includes('assessor')) return paths.assessor()
  return roles.includes('candidate') ? paths.candidate() : paths.account()
}

const publicRoutes = (https: boolean) =>
  new Hono<Env>()
    .get('/', async (c) => (c.var.viewer === null ? page(c, <WelcomePage here={here(c)} />) : c.redirect(frontPage(c.var.viewer.roles), 303)))
    .get('/terms', (c) => page(c, <TermsPage here={here(c)} version={TERMS_VERSION} />))
    .get('/privacy', (c) => page(c, <PrivacyPage here={here(c)} version={TERMS_VERSION} />))
    .get('/accessibility', (c) => page(c, <AccessibilityPage here={here(c)} />))
    .post('/language', async (c) => {
      const { language, next } = await parseForm(c, LanguageForm)
      const { db, now, viewer } = c.var
      setCookie(c, LANGUAGE_COOKIE, language, { path: '/', httpOnly: true, sameSite: 'Lax', secure: https, maxAge: (365 * DAY) / SECOND })
      if (viewer !== null) await db.write((tx) => changeDetails(tx, viewer.personId, { language }, viewer.personId, now))
      return c.redirect(localPath(next ?? undefined) ?? paths.home(), 303)
    })
