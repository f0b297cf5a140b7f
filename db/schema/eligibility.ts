import { sql } from 'drizzle-orm'
import { check, id, index, instant, integer, table, text, uniqueIndex } from '../dialect.ts'
import { person } from './identity.ts'

/** Which exemption covers which masterclass. */
export const exemptionRule = table('exemption_rule', {
  id: id('id'),
  masterclass: integer('masterclass').notNull(),
  nameNl: text('name_nl').notNull(),
  nameEn: text('name_en').notNull(),
})

/** A masterclass somebody has: by certificate (programme A or B) or by exemption. Withdrawn, never deleted. */
export const masterclassRecord = table(
  'masterclass_record',
  {
    id: id('id'),
    personId: text('person_id').notNull().references(() => person.id),
    masterclass: integer('masterclass').notNull(),
    basis: text('basis', { enum: ['certificate', 'exemption'] }).notNull(),
    programme: text('programme', { enum: ['A', 'B'] }),
    exemptionRuleId: text('exemption_rule_id').references(() => exemptionRule.id),
    /** Who granted the exemption (Registerplein). */
    grantedBy: text('granted_by'),
    obtainedOn: text('obtained_on').notNull(),
    recordedAt: instant('recorded_at').notNull(),
    recordedBy: text('recorded_by').notNull(),
    withdrawnAt: instant('withdrawn_at'),
    withdrawnBy: text('withdrawn_by'),
  },
  (t) => [
    uniqueIndex('masterclass_record_one').on(t.personId, t.masterclass).where(sql`withdrawn_at is null`),
    index('masterclass_record_person').on(t.personId),
    check('masterclass_record_number', sql`masterclass between 1 and 4`),
    check(
      'masterclass_record_basis',
      sql`(basis = 'certificate' and programme is not null and exemption_rule_id is null) or (basis = 'exemption' and exemption_rule_id is not null and programme is null)`,
    ),
  ],
)
