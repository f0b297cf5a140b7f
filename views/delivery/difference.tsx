import type { Piece } from '../../src/delivery/difference.ts'
import type { Translate } from '../../src/language/translate.ts'

interface Props {
  readonly t: Translate
  readonly pieces: readonly Piece[]
  /** What stands in one of the two alone, and which one that is, in words. */
  readonly legend: { readonly removed: string; readonly added: string }
}

/** Two texts in one: crossed out what stands in the first alone, underlined what stands in the second alone. */
export const Difference = ({ t, pieces, legend }: Props) => (
  <div class="difference">
    <p class="hint">
      <del aria-hidden="true">{t('delivery.example')}</del> {legend.removed} <ins aria-hidden="true">{t('delivery.example')}</ins> {legend.added}
    </p>
    <div class="answer-read">
      {pieces.map(({ kind, text }) => {
        if (kind === 'same') return text
        const said = <span class="visually-hidden">[{t(kind === 'added' ? 'delivery.added' : 'delivery.removed')}: </span>
        const shown = [said, visibleBreaks(text), <span class="visually-hidden">] </span>]
        return kind === 'added' ? <ins>{shown}</ins> : <del>{shown}</del>
      })}
    </div>
  </div>
)

/** A line break alone would be a change that nobody sees. */
const visibleBreaks = (text: string): string => text.replaceAll('\n', '¶\n')
