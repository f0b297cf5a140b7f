import { startBrowser } from '../support/browser.ts'
import { newMemory } from './cast.ts'
import { steps } from './journey.ts'
import { startWorld } from './world.ts'

/** How the people of the journey move about. */
export type Way = 'plain' | 'mouse' | 'keyboard'

/** Walks the journey to its end, or to the first step that fails. @returns how many steps held */
export async function walk(way: Way, say: (line: string) => void): Promise<{ passed: number; failed: number }> {
  const browser = way === 'plain' ? null : await startBrowser()
  if (typeof browser === 'string') throw new Error(`no browser: ${browser}`)
  const world = await startWorld(browser, way === 'keyboard' ? way : 'mouse')
  const memory = newMemory()
  let passed = 0
  try {
    for (const step of steps) {
      try {
        await step.run(world, memory)
      } catch (error) {
        say(`✗ ${step.name}\n${error instanceof Error ? error.stack : String(error)}`)
        return { passed, failed: steps.length - passed }
      }
      passed += 1
      say(`✓ ${step.name}`)
    }
    return { passed, failed: 0 }
  } finally {
    await world.stop()
    await browser?.close()
  }
}
