import assert from 'node:assert/strict'

/**
 * Somebody at the pages, by what they read: labels, buttons, links. One journey serves both kinds: by plain form
 * posts (no JavaScript at all) and in a real browser.
 */
export interface Visitor {
  /** Goes to an address of the application. */
  open(path: string): Promise<void>
  /** Types into the field with this label. `inside`: only in the part of the page with this heading or legend. */
  fill(label: string, value: string, inside?: string): Promise<void>
  /** Chooses the radio button or ticks the box with this label. */
  tick(label: string, inside?: string): Promise<void>
  /** Chooses this option in the list with this label. */
  select(label: string, option: string): Promise<void>
  /** Presses the button, or follows the link, with this text. */
  press(text: string, inside?: string): Promise<void>
  /** What the page says, white space folded. */
  read(): Promise<string>
  /** Where one is: path and query. */
  where(): string
  close(): Promise<void>
}

/** Expects the page to say each of these. */
export async function expectText(visitor: Visitor, ...texts: readonly string[]): Promise<void> {
  const page = await visitor.read()
  for (const text of texts) assert.ok(page.includes(text), `"${text}" is not on ${visitor.where()}: ${page.slice(0, 2000)}`)
}

/** Expects the page to say none of these. */
export async function expectNoText(visitor: Visitor, ...texts: readonly string[]): Promise<void> {
  const page = await visitor.read()
  for (const text of texts) assert.ok(!page.includes(text), `"${text}" is on ${visitor.where()}: ${page.slice(0, 2000)}`)
}

/** White space folded, no-break spaces too, so that what is compared is what is read. */
export const folded = (text: string): string => text.replace(/[\s\u00a0]+/g, ' ').trim()
