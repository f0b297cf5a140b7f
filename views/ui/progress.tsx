import type { Child } from 'hono/jsx'

interface Props {
  readonly label: Child
  readonly value: number
  readonly max: number
  /** How it reads: "12 van 30". */
  readonly text: string
}

/** How much of something there is. The numbers stand beside it in words. */
export const Meter = ({ label, value, max, text }: Props) => (
  <div class="meter">
    <span class="meter-label">{label}</span>
    <span class="meter-text">{text}</span>
    <svg class="meter-bar" width="100%" height="8" aria-hidden="true" focusable="false">
      <rect class="meter-ground" width="100%" height="8" rx="4" />
      <rect class="meter-value" width={`${share(value, max) * 100}%`} height="8" rx="4" />
    </svg>
  </div>
)

const share = (value: number, max: number): number => (max > 0 ? Math.min(1, Math.max(0, value / max)) : 0)

/** One round has three days; the ring loses them one by one. Lengths along a circle of radius 16 (2π × 16). */
const ROUND = 100.53
const GAP = 7
const ARC = ROUND / 3 - GAP

/** A hundredth of a point is less than anybody sees, and every digit is sent. */
const drawn = (number: number): number => Math.round(number * 100) / 100

/**
 * The time that is left, as three arcs for the three thirds of it. Decoration beside the words.
 *
 * @param left share that is left, 0 to 1
 */
export const Ring = ({ left }: { readonly left: number }) => (
  <svg class="ring" viewBox="0 0 40 40" width="40" height="40" fill="none" aria-hidden="true" focusable="false">
    {[0, 1, 2].map((third) => {
      const filled = Math.min(1, Math.max(0, left * 3 - (2 - third)))
      const turn = `rotate(${drawn(third * 120 - 90 + (GAP / 2 / ROUND) * 360)} 20 20)`
      return (
        <g transform={turn}>
          <circle class="ring-ground" cx="20" cy="20" r="16" stroke-width="5" stroke-linecap="round" stroke-dasharray={`${drawn(ARC)} ${ROUND}`} />
          {filled > 0 && (
            <circle class="ring-left" cx="20" cy="20" r="16" stroke-width="5" stroke-linecap="round" stroke-dasharray={`${drawn(ARC * filled)} ${ROUND}`} />
          )}
        </g>
      )
    })}
  </svg>
)
