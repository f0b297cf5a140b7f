import type { Child } from 'hono/jsx'
import type { Translate } from '../../src/language/translate.ts'

export interface Column {
  readonly label: string
  /** Numbers stand under each other at the right. */
  readonly numeric?: boolean | undefined
}

interface Props {
  readonly t: Translate
  readonly caption: string
  /** Of the caption, where it is not the page's own. */
  readonly captionLang?: string | undefined
  /** Keeps the caption for screen readers alone, where a heading says the same. */
  readonly captionHidden?: boolean | undefined
  readonly columns: readonly Column[]
  /** A row has a cell for each column; the first names the row. */
  readonly rows: readonly (readonly Child[])[]
  /** What it says without rows. */
  readonly empty?: Child
}

/**
 * Rows and columns. On a small screen each row becomes a block with the column's name before each value;
 * the roles are written out because browsers drop them from a table that is laid out as blocks.
 */
export function Table({ t, caption, captionLang, captionHidden, columns, rows, empty }: Props) {
  if (rows.length === 0) return <p class="empty">{empty ?? t('common.table.empty')}</p>
  return (
    <div class="table">
      <table role="table">
        <caption class={captionHidden ? 'visually-hidden' : undefined} lang={captionLang}>{caption}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map(({ label, numeric }) => (
              <th role="columnheader" scope="col" class={numeric ? 'number' : undefined}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((cells) => (
            <tr role="row">{columns.map((column, index) => cellOf(column, cells[index], index === 0))}</tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const cellOf = ({ label, numeric }: Column, content: Child, first: boolean) => {
  const look = numeric ? 'number' : undefined
  return first ? (
    <th role="rowheader" scope="row" class={look} data-label={label}>
      {content}
    </th>
  ) : (
    <td role="cell" class={look} data-label={label}>
      {content}
    </td>
  )
}
