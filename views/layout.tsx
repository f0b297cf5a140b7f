import type { Child } from 'hono/jsx'
import type { Here, Role } from '../src/http/env.ts'
import type { Form } from '../src/http/typed.ts'
import type { Key, Translate } from '../src/language/translate.ts'
import { paths } from './paths.ts'
import { Contact } from './ui/contact.tsx'
import { Logo } from './ui/logo.tsx'

interface Props {
  readonly here: Here
  readonly title: string
  /** `text` for reading and forms, `wide` (the default) for overviews, `full` for writing and assessing. */
  readonly width?: 'text' | 'wide' | 'full' | undefined
  /** The pages of the thing shown (`Subnav`), above the content. */
  readonly nav?: Child
  /** Modules of `public` this page runs, by file name. */
  readonly modules?: readonly string[] | undefined
  /** Parts of this page refresh themselves: it needs htmx, which others are spared. */
  readonly live?: boolean | undefined
  /** The form of this page: when something is wrong with it, the title of the window says so first. */
  readonly form?: Form | undefined
  /** Leaves the main menu out, where nothing should draw the eye away from the work. */
  readonly quiet?: boolean | undefined
  /** This page itself shows which reports of candidates wait: the masthead need not. */
  readonly showsReports?: boolean | undefined
  readonly children: Child
}

/** htmx keeps to what `default-src 'self'` allows: no style element of its own, no pages kept in the browser. */
const HTMX = JSON.stringify({ includeIndicatorCSS: false, history: false })

/** What nearly every word is set in: asked for at once, because the stylesheet names it only when it has come. */
const TEXT_FONT = 'source-sans-3-latin-wght-normal.woff2'

/** The frame of every page. */
export function Page({ here, title, width = 'wide', nav, modules = [], live = false, form, quiet = false, showsReports = false, children }: Props) {
  const { t } = here
  const asksReports = !quiet && !showsReports && isOffice(here)
  const wrong = form !== undefined && (form.problems.length > 0 || form.refusal !== null)
  return (
    <html lang={t.language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${wrong ? `${t('common.errorPrefix')}: ` : ''}${title} – ${t('common.name')}`}</title>
        <link rel="icon" href={here.asset('icon.svg')} type="image/svg+xml" />
        <link rel="preload" href={here.asset(TEXT_FONT)} as="font" type="font/woff2" crossorigin="anonymous" />
        <link rel="stylesheet" href={here.asset('style.css')} />
        {(live || asksReports) && <LiveParts here={here} />}
        {modules.map((name) => (
          <script type="module" src={here.asset(name)}></script>
        ))}
      </head>
      <body class={`page page-${width}`}>
        <a class="skip" href="#main">
          {t('common.skip')}
        </a>
        {here.demo && <DemoBanner t={t} />}
        <Masthead here={here} quiet={quiet} />
        {asksReports && <ReportsNotice t={t} />}
        {nav && <div class="page-nav">{nav}</div>}
        <main id="main" tabindex={-1}>
          {children}
        </main>
        <Footer here={here} />
      </body>
    </html>
  )
}

/** Whether reports of candidates are this viewer's to answer. */
const isOffice = ({ viewer }: Here): boolean => viewer !== null && !viewer.secondFactorDue && viewer.roles.includes('staff')

/** Asked for once the page is there, so that no page of the office waits for it; from then on it refreshes itself. */
const ReportsNotice = ({ t }: { readonly t: Translate }) => (
  <aside class="reports-notice" aria-label={t('supervision.problems.title')} hx-get={paths.problemsNotice()} hx-trigger="load"></aside>
)

const LiveParts = ({ here }: { readonly here: Here }) => (
  <>
    <meta name="htmx-config" content={HTMX} />
    <script src={here.asset('htmx.js')} defer></script>
    <script type="module" src={here.asset('polling.js')}></script>
  </>
)

const DemoBanner = ({ t }: { readonly t: Translate }) => (
  <aside class="demo" aria-label={t('common.demoPanel')}>
    <p>
      {t('common.demoBanner')} <a href={paths.demo()}>{t('common.demoPanel')}</a>
    </p>
  </aside>
)

const Masthead = ({ here, quiet }: { readonly here: Here; readonly quiet: boolean }) => (
  <header class="masthead">
    <div class="masthead-row">
      <a class="wordmark" href={paths.home()}>
        <Logo />
        <span>
          {here.t('common.name')} <span class="wordmark-of">{here.t('common.organisation')}</span>
        </span>
      </a>
      <div class="masthead-tools">
        <LanguageSwitch here={here} />
        <Personal here={here} />
      </div>
    </div>
    {!quiet && <MainMenu here={here} />}
  </header>
)

/** A form, because it is remembered; the other language in its own words. */
function LanguageSwitch({ here }: { readonly here: Here }) {
  const other = here.t.language === 'nl' ? 'en' : 'nl'
  return (
    <form method="post" action={paths.language()} class="button-form">
      <input type="hidden" name="language" value={other} />
      <input type="hidden" name="next" value={here.path} />
      <button type="submit" class="tool" lang={other}>
        {here.t(other === 'en' ? 'common.english' : 'common.dutch')}
      </button>
    </form>
  )
}

function Personal({ here }: { readonly here: Here }) {
  const { t, viewer } = here
  if (viewer === null) {
    return (
      <a class="tool" href={paths.signIn()}>
        {t('common.signIn')}
      </a>
    )
  }
  return (
    <>
      <a class="tool tool-name" href={paths.account()} title={t('common.account')}>
        <span class="visually-hidden">{t('common.account')}: </span>
        {viewer.name}
      </a>
      <form method="post" action={paths.signOut()} class="button-form">
        <button type="submit" class="tool">
          {t('common.signOut')}
        </button>
      </form>
    </>
  )
}

type Item = {
  readonly href: string
  readonly key: Key
  readonly roles: readonly Role[]
  /** Where else what belongs to it lies. */
  readonly also?: readonly string[]
}

/** Where each role goes. The audit log is for both roles of the office. */
const menu: readonly Item[] = [
  { href: paths.candidate(), key: 'common.nav.start', roles: ['candidate'] },
  { href: paths.enrolments(), key: 'common.nav.enrolments', roles: ['candidate'] },
  { href: paths.assessor(), key: 'common.nav.assessing', roles: ['assessor'] },
  { href: paths.staff(), key: 'common.nav.staff', roles: ['staff'], also: [paths.receipts()] },
  { href: paths.rounds(), key: 'common.nav.rounds', roles: ['staff'] },
  { href: paths.people(), key: 'common.nav.people', roles: ['staff'], also: ['/staff/attempts', '/staff/enrolments', '/staff/certificates'] },
  { href: paths.papers(), key: 'common.nav.papers', roles: ['staff'] },
  { href: paths.payments(), key: 'common.nav.payments', roles: ['staff'] },
  { href: paths.audit(), key: 'common.nav.audit', roles: ['staff', 'administrator'] },
  { href: paths.accounts(), key: 'common.nav.accounts', roles: ['administrator'] },
]

/** Nothing for who still owes a second factor: every page behind it would refuse. */
function MainMenu({ here: { t, viewer, path } }: { readonly here: Here }) {
  if (viewer === null || viewer.secondFactorDue) return null
  const items = menu.filter(({ roles }) => roles.some((role) => viewer.roles.includes(role)))
  if (items.length === 0) return null
  const [pathname = ''] = path.split('?')
  const current = nearest(items, pathname)
  return (
    <nav class="menu" aria-label={t('common.nav.label')}>
      <ul>
        {items.map(({ href, key }) => (
          <li>
            <a href={href} aria-current={href !== current ? undefined : href === pathname ? 'page' : 'true'}>
              {t(key)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** The longest address that the page lies under: `/staff/rounds/7` is a round before it is the office. */
const nearest = (items: readonly Item[], pathname: string): string | null =>
  items
    .flatMap(({ href, also = [] }) => [href, ...also].map((under) => ({ href, under })))
    .filter(({ under }) => pathname === under || pathname.startsWith(`${under}/`))
    .reduce<{ href: string; under: string } | null>((best, one) => (best === null || one.under.length > best.under.length ? one : best), null)?.href ?? null

const Footer = ({ here: { t, office } }: { readonly here: Here }) => (
  <footer class="footer">
    <address>
      <p>{t('common.footer')}</p>
      <Contact t={t} office={office} />
    </address>
    <ul>
      <li>
        <a href={paths.help()}>{t('common.help')}</a>
      </li>
      <li>
        <a href={paths.verify()}>{t('common.verifyCertificate')}</a>
      </li>
      <li>
        <a href={paths.terms()}>{t('common.terms')}</a>
      </li>
      <li>
        <a href={paths.privacy()}>{t('common.privacy')}</a>
      </li>
      <li>
        <a href={paths.accessibility()}>{t('common.accessibility')}</a>
      </li>
    </ul>
  </footer>
)
