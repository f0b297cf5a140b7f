/** What everybody may see, the demonstration's own pages, and where things go wrong. */
import { at, follow } from '../journeys/ways.ts'
import { from, inTurn, send, typed } from './sight.ts'
import type { Sight } from './sight.ts'

const nobody = { door: null }

const front: readonly Sight[] = [
  { name: 'welkom', route: '/', ...nobody, go: at('/'), closer: true },
  { name: 'welkom-engels', route: '/', ...nobody, go: at('/'), english: true },
  { name: 'inloggen', route: '/sign-in', ...nobody, go: at('/sign-in'), closer: true },
  { name: 'inloggen-fout', route: '/sign-in', ...nobody, go: inTurn(at('/sign-in'), send('Inloggen')) },
  { name: 'inloggen-onbekend', route: '/sign-in', ...nobody, go: inTurn(at('/sign-in'), typed({ email: 'iemand@voorbeeld.example', password: 'een verkeerd wachtwoord' }), send('Inloggen')) },
  { name: 'inloggen-code', route: '/second-factor', ...nobody, go: at('/second-factor') },
  { name: 'account-maken', route: '/register', ...nobody, go: at('/register') },
  { name: 'account-maken-fout', route: '/register', ...nobody, go: inTurn(at('/register'), send('Account maken')), closer: true },
  { name: 'account-maken-engels', route: '/register', ...nobody, go: at('/register'), english: true },
  { name: 'account-verstuurd', route: '/register/sent', ...nobody, go: at('/register/sent') },
  { name: 'account-bevestigen', route: '/verify-email', ...nobody, go: async (page, base) => {
    await page.goto(`${base}/register`)
    await typed({ name: 'Fenna Postma', email: 'fenna.postma@voorbeeld.example', password: 'een lange zin met woorden' })(page, base)
    await follow(page, 'Account maken')
    await from('/demo/mail?text=fenna.postma', 'Bevestig je e-mailadres')(page, base)
    await page.locator('main a[href*="/verify-email"]').click()
    await page.waitForURL(/verify-email/)
  } },
  { name: 'account-bevestigen-te-laat', route: '/verify-email', ...nobody, go: at('/verify-email?token=oud') },
  { name: 'wachtwoord-vergeten', route: '/forgot-password', ...nobody, go: at('/forgot-password') },
  { name: 'wachtwoord-vergeten-verstuurd', route: null, ...nobody, go: inTurn(at('/forgot-password'), typed({ email: 'iemand@voorbeeld.example' }), send('Stuur')) },
  { name: 'wachtwoord-kiezen', route: '/reset-password', ...nobody, go: at('/reset-password?token=oud') },
  { name: 'inloglink', route: '/magic-link', ...nobody, go: at('/magic-link') },
  { name: 'inloglink-gebruiken', route: '/magic-link/use', ...nobody, go: at('/magic-link/use?token=oud') },
  { name: 'voorwaarden', route: '/terms', ...nobody, go: at('/terms') },
  { name: 'privacy', route: '/privacy', ...nobody, go: at('/privacy') },
  { name: 'toegankelijkheid', route: '/accessibility', ...nobody, go: at('/accessibility') },
  { name: 'toegankelijkheid-engels', route: '/accessibility', ...nobody, go: at('/accessibility'), english: true },
  { name: 'hulp', route: '/help', ...nobody, go: at('/help') },
  { name: 'hulp-kandidaat', route: '/help/:guide', ...nobody, go: at('/help/kandidaat') },
  { name: 'hulp-beoordelaar', route: '/help/:guide', ...nobody, go: at('/help/beoordelaar') },
  { name: 'hulp-toetsbureau', route: '/help/:guide', ...nobody, go: at('/help/toetsbureau') },
]

const certificate: readonly Sight[] = [
  { name: 'certificaat-controleren', route: '/verify', ...nobody, go: at('/verify') },
  { name: 'certificaat-echt', route: '/verify/:number', door: 'passed', go: from('/candidate', 'BCMB-'), closer: true },
  { name: 'certificaat-onbekend', route: '/verify/:number', ...nobody, go: at('/verify/BCMB-2026-AAAA-AAAA') },
  { name: 'certificaat-ingetrokken', route: '/verify/:number', door: 'mayRetake', go: from('/candidate', 'BCMB-') },
]

const demo: readonly Sight[] = [
  { name: 'demonstratie', route: '/demo', ...nobody, go: at('/demo') },
  { name: 'demonstratie-mails', route: '/demo/mail', ...nobody, go: at('/demo/mail') },
  { name: 'demonstratie-mails-geen', route: '/demo/mail', ...nobody, go: at('/demo/mail?text=nergens') },
  { name: 'demonstratie-mail', route: '/demo/mail/:id', ...nobody, go: async (page, base) => {
    await from('/demo/mail?text=Betaalbewijs', 'Je inschrijving is bevestigd')(page, base)
    await page.waitForURL(/mail\/[\w-]{20,}/)
  } },
]

const wrong: readonly Sight[] = [
  { name: 'fout-404', route: null, ...nobody, go: at('/nergens'), closer: true },
  { name: 'fout-404-engels', route: null, ...nobody, go: at('/nergens'), english: true },
  { name: 'fout-403', route: null, door: 'writing', go: at('/staff') },
  { name: 'fout-uitgelogd', route: null, ...nobody, go: at('/candidate') },
  { name: 'fout-uitgelogd-formulier', route: null, ...nobody, go: async (page, base) => {
    await page.goto(`${base}/forgot-password`)
    await page.evaluate(() => {
      const form = document.querySelector<HTMLFormElement>('main form')
      if (form) form.action = '/retakes'
    })
    await page.locator('main [name="email"]').evaluate((field) => field.setAttribute('type', 'text'))
    await typed({ email: 'Een tekst van meer dan één woord.' })(page, base)
    await send('Stuur')(page, base)
  } },
  { name: 'fout-413', route: null, ...nobody, go: async (page, base) => {
    await page.goto(`${base}/sign-in`)
    await page.locator('main [name="email"]').evaluate((field) => {
      field.setAttribute('type', 'text')
      field.removeAttribute('maxlength')
    })
    await typed({ email: 'a'.repeat(1_100_000), password: 'een lange zin met woorden' })(page, base)
    await follow(page, 'Inloggen')
  } },
  { name: 'fout-429', route: null, ...nobody, go: at('/refused/tooMany') },
  { name: 'fout-500', route: null, ...nobody, go: at('/refused/unexpected') },
  { name: 'fout-503', route: null, ...nobody, go: at('/refused/unavailable') },
]

export const publicSights: readonly Sight[] = [...front, ...certificate, ...demo, ...wrong]
