import type { Instant } from '../../src/clock.ts'
import type { Translate } from '../../src/language/translate.ts'
import type { TestKind } from '../../src/papers/content.ts'
import { longMoment, mark, points } from '../format.ts'
import { kindText } from '../papers/list.tsx'
import { paths } from '../paths.ts'
import { Card } from '../ui/panel.tsx'
import { SufficientTag } from './preview.tsx'

/** A released result as a front page shows it; points in hundredths, the mark in tenths. */
export interface ResultLine {
  readonly attemptId: string
  readonly kind: TestKind
  readonly roundName: string
  readonly points: number
  readonly maximumPoints: number
  readonly mark: number
  readonly sufficient: boolean
  readonly releasedAt: Instant
}

/** One released result with the way to its feedback. */
export const ResultSummary = ({ t, result }: { readonly t: Translate; readonly result: ResultLine }) => (
  <Card
    title={t('results.title', { test: kindText(t, result.kind) })}
    href={paths.result(result.attemptId)}
    over={<SufficientTag t={t} sufficient={result.sufficient} />}
  >
    <p>
      {t('results.mark')} {mark(t, result.mark)}, {t('results.score').toLowerCase()}{' '}
      {t('results.scoreOf', { points: points(t, result.points), maximum: points(t, result.maximumPoints) })}
    </p>
    <p>
      {result.roundName}. {t('results.releasedAt', { moment: longMoment(t, result.releasedAt) })}
    </p>
  </Card>
)
