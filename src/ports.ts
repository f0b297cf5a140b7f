/** The ways out of the house, by what the settings say. */
import type { Database } from '../db/database.ts'
import type { Deps } from './app.ts'
import type { Config } from './config.ts'
import { demoMailer } from './mail/mailer.ts'
import { smtpMailer } from './mail/smtp.ts'
import { demoPort } from './payments/demo-port.ts'
import { molliePort } from './payments/mollie-port.ts'

/** The real payment provider and mail server where they are set; outside production a stand-in, or an outbox that waits. */
export function portsOf(config: Config, db: Database): Pick<Deps, 'payments' | 'mailer'> {
  const { baseUrl: site, office, smtpUrl, mailFrom, mollieApiKey, mollieEndpoint, demo } = config
  return {
    payments: mollieApiKey === undefined ? demoPort(db) : molliePort({ apiKey: mollieApiKey, endpoint: mollieEndpoint }),
    mailer: smtpUrl !== undefined ? smtpMailer({ url: smtpUrl, from: mailFrom, site, office }) : demo ? demoMailer({ site, office }) : null,
  }
}
