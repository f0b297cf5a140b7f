import type { Here } from '../../src/http/env.ts'
import type { Translate } from '../../src/language/translate.ts'
import type { FormHead } from '../../src/papers/queries.ts'
import { testTitle } from '../delivery/sitting.tsx'
import { points, shortDate } from '../format.ts'
import { Page } from '../layout.tsx'
import { paths } from '../paths.ts'
import { Heading } from '../ui/heading.tsx'
import { Moment } from '../ui/moment.tsx'
import { Table } from '../ui/table.tsx'
import { Tag } from '../ui/tag.tsx'

/** "casustoets" or "reflectietoets". */
export const kindText = (t: Translate, kind: FormHead['kind']): string => t(kind === 'case' ? 'common.caseTest' : 'common.reflectionTest')

/** "12,5 punten". @param hundredths points in hundredths */
export const pointsText = (t: Translate, hundredths: number): string =>
  t('papers.points', { count: hundredths / 100, points: points(t, hundredths) })

/** Every paper there is. */
export const PapersPage = ({ here, forms }: { readonly here: Here; readonly forms: readonly FormHead[] }) => {
  const { t } = here
  return (
    <Page here={here} title={t('papers.title')}>
      <Heading title={t('papers.title')} lead={t('papers.lead')} />
      <Table
        t={t}
        caption={t('papers.title')}
        captionHidden
        empty={t('papers.none')}
        columns={[
          { label: t('papers.name') },
          { label: t('papers.kind') },
          { label: t('papers.version'), numeric: true },
          { label: t('papers.maximum'), numeric: true },
          { label: t('papers.asOf') },
          { label: t('papers.state') },
        ]}
        rows={forms.map((form) => [
          <a href={paths.paper(form.id)}>{form.title}</a>,
          testTitle(t, form.kind),
          String(form.version),
          pointsText(t, form.maximumPoints),
          shortDate(t, form.asOf),
          <PaperState t={t} publishedAt={form.publishedAt} />,
        ])}
      />
    </Page>
  )
}

/** Published when, or a draft. */
export const PaperState = ({ t, publishedAt }: { readonly t: Translate; readonly publishedAt: number | null }) =>
  publishedAt === null ? (
    <Tag>{t('papers.draft')}</Tag>
  ) : (
    <div class="line">
      <Tag tone="good">{t('papers.published')}</Tag> <Moment t={t} at={publishedAt} short />
    </div>
  )
