import type { TaskState } from '../../src/grading/grading.ts'
import type { Translate } from '../../src/language/translate.ts'
import { Tag } from '../ui/tag.tsx'

/** To do, draft or done. */
export const StateTag = ({ t, state }: { readonly t: Translate; readonly state: TaskState }) => {
  if (state === 'done') return <Tag tone="good">{t('grading.done')}</Tag>
  return state === 'draft' ? <Tag tone="accent">{t('grading.draft')}</Tag> : <Tag>{t('grading.todo')}</Tag>
}
