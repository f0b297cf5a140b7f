import type { Here } from '../../src/http/env.ts'
import { Page } from '../layout.tsx'
import { paths } from '../paths.ts'
import { ButtonLink, Buttons } from '../ui/button.tsx'
import { Card, Cards, Panel } from '../ui/panel.tsx'

/** The front page for who is not signed in. */
export function WelcomePage({ here }: { readonly here: Here }) {
  const { t } = here
  return (
    <Page here={here} title={t('common.tagline')}>
      <section class="hero">
        <h1>{t('identity.welcome.title')}</h1>
        <p class="lead">{t('identity.welcome.lead')}</p>
        <Buttons>
          <ButtonLink href={paths.signIn()}>{t('common.signIn')}</ButtonLink>
          <ButtonLink href={paths.register()} kind="secondary">{t('identity.welcome.register')}</ButtonLink>
        </Buttons>
      </section>
      <Cards>
        <Card title={t('identity.signIn.title')} href={paths.signIn()} level={2}><p>{t('identity.welcome.signInText')}</p></Card>
        <Card title={t('identity.welcome.registerTitle')} href={paths.register()} level={2}><p>{t('identity.welcome.registerText')}</p></Card>
        <Card title={t('identity.welcome.verifyTitle')} href={paths.verify()} level={2}><p>{t('identity.welcome.verifyText')}</p></Card>
      </Cards>
      <Panel title={t('identity.welcome.stepsTitle')}>
        <div class="prose">
          <ol>
            <li>{t('identity.welcome.step1')}</li>
            <li>{t('identity.welcome.step2')}</li>
            <li>{t('identity.welcome.step3')}</li>
            <li>{t('identity.welcome.step4')}</li>
          </ol>
        </div>
      </Panel>
    </Page>
  )
}
