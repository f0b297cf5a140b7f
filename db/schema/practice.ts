import { boolean, instant, integer, json, primaryKey, table, text } from '../dialect.ts'
import { person } from './identity.ts'

/** Somebody's practice test. Nobody else reads it, and nothing follows from it. */
export const practice = table('practice', {
  personId: text('person_id').primaryKey().references(() => person.id),
  /** `null` while it can be written. */
  handedInAt: instant('handed_in_at'),
})

/** An answer of the practice test: the one that stands; earlier ones are not kept. */
export const practiceAnswer = table(
  'practice_answer',
  {
    personId: text('person_id').notNull().references(() => person.id),
    questionId: text('question_id').notNull(),
    text: text('text').notNull(),
    /** Keys of the chosen options; empty for an open question. */
    choice: json<readonly string[]>('choice').notNull(),
    /** 0 when it was only marked. */
    revision: integer('revision').notNull(),
    windowId: text('window_id').notNull(),
    windowCount: integer('window_count').notNull(),
    savedAt: instant('saved_at').notNull(),
    /** To come back to. */
    marked: boolean('marked').notNull(),
  },
  (t) => [primaryKey({ columns: [t.personId, t.questionId] })],
)
