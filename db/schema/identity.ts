import { sql } from 'drizzle-orm'
import { boolean, check, date, id, index, instant, integer, table, text, uniqueIndex } from '../dialect.ts'

/** A sign-in. better-auth calls it `user`. */
export const account = table('account', {
  id: id('id'),
  name: text('name').notNull(),
  email: text('email').notNull().unique('account_email'),
  emailVerified: boolean('email_verified').notNull(),
  image: text('image'),
  twoFactorEnabled: boolean('two_factor_enabled'),
  /** Of whoever signed up, for mails until there is a person; then the person's language counts. */
  language: text('language', { enum: ['nl', 'en'] }).notNull().default('nl'),
  createdAt: date('created_at').notNull(),
  updatedAt: date('updated_at').notNull(),
})

export const session = table(
  'session',
  {
    id: id('id'),
    token: text('token').notNull().unique('session_token'),
    userId: text('user_id').notNull().references(() => account.id, { onDelete: 'cascade' }),
    expiresAt: date('expires_at').notNull(),
    ipAddress: text('ip_address'),
    userAgent: text('user_agent'),
    createdAt: date('created_at').notNull(),
    updatedAt: date('updated_at').notNull(),
  },
  (t) => [index('session_user').on(t.userId)],
)

/** How an account proves itself (a password hash). better-auth calls it `account`. */
export const credential = table(
  'credential',
  {
    id: id('id'),
    accountId: text('account_id').notNull(),
    providerId: text('provider_id').notNull(),
    userId: text('user_id').notNull().references(() => account.id, { onDelete: 'cascade' }),
    password: text('password'),
    accessToken: text('access_token'),
    refreshToken: text('refresh_token'),
    idToken: text('id_token'),
    accessTokenExpiresAt: date('access_token_expires_at'),
    refreshTokenExpiresAt: date('refresh_token_expires_at'),
    scope: text('scope'),
    createdAt: date('created_at').notNull(),
    updatedAt: date('updated_at').notNull(),
  },
  (t) => [index('credential_user').on(t.userId)],
)

export const verification = table(
  'verification',
  {
    id: id('id'),
    identifier: text('identifier').notNull(),
    value: text('value').notNull(),
    expiresAt: date('expires_at').notNull(),
    createdAt: date('created_at'),
    updatedAt: date('updated_at'),
  },
  (t) => [index('verification_identifier').on(t.identifier)],
)

export const twoFactor = table(
  'two_factor',
  {
    id: id('id'),
    secret: text('secret').notNull(),
    backupCodes: text('backup_codes').notNull(),
    userId: text('user_id').notNull().references(() => account.id, { onDelete: 'cascade' }),
    verified: boolean('verified'),
    /** Wrong codes in a row; better-auth shuts the second factor for a while after too many. */
    failedVerificationCount: integer('failed_verification_count'),
    lockedUntil: date('locked_until'),
  },
  (t) => [index('two_factor_user').on(t.userId)],
)

/** Somebody the association knows: candidate, assessor or staff. `accountId` is filled once they can sign in. */
export const person = table(
  'person',
  {
    id: id('id'),
    accountId: text('account_id').references(() => account.id).unique('person_account'),
    name: text('name').notNull(),
    email: text('email').notNull(),
    /** Both as they are searched: small letters, without accents. */
    searchText: text('search_text').notNull().default(''),
    language: text('language', { enum: ['nl', 'en'] }).notNull(),
    candidateSince: instant('candidate_since'),
    assessorSince: instant('assessor_since'),
    staffSince: instant('staff_since'),
    administratorSince: instant('administrator_since'),
    invitedAt: instant('invited_at'),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    uniqueIndex('person_email').on(t.email),
    index('person_name').on(t.name),
    index('person_without_account').on(t.id).where(sql`account_id is null`),
    index('person_search').on(t.searchText, t.id),
    index('person_assessor').on(t.name).where(sql`assessor_since is not null`),
    check(
      'person_assessor_is_no_staff',
      sql`assessor_since is null or (staff_since is null and administrator_since is null)`,
    ),
  ],
)
