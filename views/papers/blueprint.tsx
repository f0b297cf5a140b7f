import type { Translate } from '../../src/language/translate.ts'
import type { BlueprintCell, BlueprintRow } from '../../src/papers/papers.ts'
import { points } from '../format.ts'
import { Table } from '../ui/table.tsx'

interface Props {
  readonly t: Translate
  readonly rows: readonly BlueprintRow[]
  readonly total: BlueprintRow
}

/** The blueprint: masterclass by type of question, with points and what is covered. */
export function Blueprint({ t, rows, total }: Props) {
  const cell = ({ questions, points: sum }: BlueprintCell) =>
    questions === 0 ? t('papers.noQuestions') : t('papers.cell', { count: questions, points: points(t, sum) })
  const row = (name: string, { choice, open, all, competences, tasks }: BlueprintRow) => [
    name, cell(choice), cell(open), cell(all), competences.join(', '), tasks.join(', '),
  ]
  const nameOf = ({ masterclass }: BlueprintRow) =>
    masterclass === null ? t('papers.anyMasterclass') : t('papers.masterclass', { number: masterclass })
  return (
    <Table
      t={t}
      caption={t('papers.blueprint')}
      captionHidden
      columns={[
        { label: t('papers.masterclass', { number: '' }).trim() },
        { label: t('papers.choice') },
        { label: t('papers.open') },
        { label: t('papers.all') },
        { label: t('papers.competences') },
        { label: t('papers.tasks') },
      ]}
      rows={[...rows.map((one) => row(nameOf(one), one)), row(t('papers.total'), total)]}
    />
  )
}
