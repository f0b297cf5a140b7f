export type IconName = 'check' | 'cross' | 'alert' | 'info' | 'clock' | 'arrow' | 'back' | 'lock' | 'dot'

/** Drawn on a field of 16 by 16, in the colour of the text around. */
const shapes: Readonly<Record<IconName, string>> = {
  check: 'M3 8.5 6.5 12 13 4.5',
  cross: 'M4 4l8 8M12 4l-8 8',
  alert: 'M8 2.5v7M8 13v.5',
  info: 'M8 7v6M8 3v.5',
  clock: 'M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8M8 4.6V8l2.4 1.8',
  arrow: 'M2.5 8h10.5M9 3.5 13.5 8 9 12.5',
  back: 'M13.5 8H3M7 3.5 2.5 8 7 12.5',
  lock: 'M3.5 7.5h9v6h-9zM5.3 7.5V5a2.7 2.7 0 0 1 5.4 0v2.5',
  dot: 'M8 6.5a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3',
}

/** A sign beside a word, never instead of it: hidden from screen readers. */
export const Icon = ({ name }: { readonly name: IconName }) => (
  <svg class="icon" viewBox="0 0 16 16" width="16" height="16" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">
    <path d={shapes[name]} />
  </svg>
)
