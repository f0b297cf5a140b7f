/** Stories of windows and networks: somebody sits a test in several tabs, and everything that can goes wrong. */
import fc from 'fast-check'
import { expect } from 'vitest'
import { SECOND } from '../../src/clock.ts'
import type { Draft, Outcome } from '../../src/delivery/saving.ts'
import { NOW } from './builders.ts'

export interface Sent {
  readonly windowId: string
  readonly count: number | null
  readonly base: number
  readonly heirOf?: Draft['heirOf']
  readonly text: string
}

export interface Acknowledged extends Sent {
  readonly at: number
  readonly revision: number
}

export const tabs = fc.integer({ min: 0, max: 3 })
export const texts = fc.constantFrom('', ' ', 'a', 'ab', 'een zin', 'een langere zin over luisteren', 'iets heel anders')

/**
 * What can happen: somebody types in a tab, and it is sent or only kept on the device; a tab is told of the newest; one
 * takes up what another kept, whether that one is gone or not; a tab is duplicated; the network delivers any message,
 * again or late; the test is handed in.
 */
const steps = fc.oneof(
  { weight: 12, arbitrary: fc.record({ kind: fc.constant('types' as const), tab: tabs, text: texts, isSent: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('looks' as const), tab: tabs }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('takesUp' as const), tab: tabs, from: tabs }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('duplicates' as const), tab: tabs, from: tabs }) },
  {
    weight: 18,
    arbitrary: fc.record({ kind: fc.constant('arrives' as const), howLongAgo: fc.integer({ min: 0, max: 3 }), after: fc.integer({ min: 0, max: 70 }), isAnswerLost: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'handsIn' as const }) },
)

type Step = typeof steps extends fc.Arbitrary<infer S> ? S : never

/** A text on its way, with every text that its writer had typed or been shown before it. */
interface Message extends Sent {
  readonly id: number
  readonly saw: ReadonlySet<number>
  readonly from: Tab
}

/** A tab as the page keeps it. `seen` is what the person has had before them there. */
interface Tab {
  windowId: string
  readonly isPlain: boolean
  base: number
  count: number
  heirOf: NonNullable<Draft['heirOf']>
  seen: ReadonlySet<number>
  kept: { windowId: string; base: number; heirOf: NonNullable<Draft['heirOf']>; seen: ReadonlySet<number> } | null
}

/** The tabs of one story: two of plain forms, two of the module. */
function startTabs() {
  let windows = 0
  let messages = 0
  const newWindow = () => `window-${(windows += 1)}`
  const open = (isPlain: boolean): Tab => ({ windowId: newWindow(), isPlain, base: 0, count: 0, heirOf: [], seen: new Set(), kept: null })
  const all = [open(true), open(true), open(false), open(false)]
  const at = (index: number): Tab => all[index] ?? open(true)
  return {
    at,
    types(tab: Tab, typed: string, isSent: boolean): Message | null {
      const id = (messages += 1)
      const before = tab.seen
      tab.seen = new Set([...before, id])
      const windowCount = tab.count
      const { windowId, base, heirOf } = tab
      if (!tab.isPlain) tab.kept = { windowId, base, heirOf: [...heirOf, { windowId, windowCount }], seen: tab.seen }
      if (!isSent && !tab.isPlain) return null
      tab.count += 1
      // Each text is its own, so that what is in the history cannot be mistaken for another.
      const text = typed.trim() === '' ? typed : `${typed} ${id}`
      return { id, from: tab, windowId, count: tab.isPlain ? null : tab.count, base, heirOf, text, saw: before }
    },
    isTold(tab: Tab, last: (Message & { revision: number }) | undefined) {
      if (last === undefined) return
      Object.assign(tab, { base: last.revision, heirOf: [], seen: new Set([...tab.seen, ...last.saw, last.id]) })
      if (tab.isPlain) tab.windowId = newWindow()
    },
    takesUp(index: number, from: number) {
      const { kept } = at(from)
      if (kept === null || at(index).isPlain) return
      all[index] = { ...open(false), base: kept.base, heirOf: kept.heirOf, seen: kept.seen }
    },
    duplicates(index: number, from: number) {
      if (at(index).isPlain !== at(from).isPlain) return
      all[index] = at(from).isPlain ? { ...at(from) } : { ...open(false), base: at(from).base, seen: at(from).seen }
    },
  }
}

/** What happens in one sitting. */
export const stories = fc.array(steps, { minLength: 6, maxLength: 40 })

/** What a story is played on: the rules alone, or the actions on a database. */
interface World {
  save(sent: Sent, now: number): Promise<{ outcome: Outcome; revision: number; text: string | undefined }>
  handIn(now: number): Promise<unknown>
}

/**
 * Plays a story. Whatever happens in it, the current text is the one acknowledged last, and nobody overwrites what they
 * have not had before them.
 *
 * @returns what was acknowledged, in order, and the texts that were not
 */
export async function play(story: readonly Step[], { save, handIn }: World) {
  const { at, types, isTold, takesUp, duplicates } = startTabs()
  const network: Message[] = []
  const acknowledged: (Acknowledged & Message)[] = []
  const refused: string[] = []
  let now = NOW
  let isSealed = false

  async function arrives({ howLongAgo, after, isAnswerLost }: Extract<Step, { kind: 'arrives' }>) {
    const last = acknowledged.at(-1)
    const sent = network.at(-1 - howLongAgo)
    now += after * SECOND
    if (sent === undefined) return
    const { outcome, revision, text } = await save(sent, now)
    if (isSealed) expect(outcome).toBe('late')
    if (outcome === 'saved') {
      if (last && last.id !== sent.id) expect([...sent.saw]).toContain(last.id)
      expect(revision).toBe((last?.revision ?? 0) + 1)
      const saved = { ...sent, at: now, revision }
      acknowledged.push(saved)
      if (!isAnswerLost && sent.from.windowId === sent.windowId) isTold(sent.from, saved)
    } else if (sent.text !== last?.text) refused.push(sent.text)
    expect(text).toBe(acknowledged.at(-1)?.text)
  }

  for (const step of story) {
    const last = acknowledged.at(-1)
    if (step.kind === 'types') network.push(...[types(at(step.tab), step.text, step.isSent)].filter((sent) => sent !== null))
    else if (step.kind === 'looks') isTold(at(step.tab), last)
    else if (step.kind === 'takesUp') takesUp(step.tab, step.from)
    else if (step.kind === 'duplicates') duplicates(step.tab, step.from)
    else if (step.kind === 'arrives') await arrives(step)
    else {
      await handIn(now)
      isSealed = true
    }
  }
  return { acknowledged, refused }
}
