/**
 * Says in the closing lines of a run which tests were skipped for want of something, and why: browsers, and faults that
 * cannot be made here. Where `CI` is set, skipped browser tests make the run fail: a check that cannot fail is none.
 */
import type { Reporter, TestModule } from 'vitest/node'
import { startBrowser } from './browser.ts'

/** Tests that need a browser say so in the name of their file. */
const skippedIn = (modules: readonly TestModule[]): number =>
  modules.filter(({ moduleId }) => moduleId.includes('.browser.')).reduce((count, { children }) => count + [...children.allTests('skipped')].length, 0)

async function whyNone(): Promise<string> {
  try {
    const browser = await startBrowser()
    if (typeof browser === 'string') return `no Chromium starts here (CHROMIUM_PATH names one): ${browser}`
    await browser.close()
    return 'although a Chromium starts here'
  } catch (error) {
    return String(error)
  }
}

/** A line for each fault that could not be made here, with what its test says is wanting. */
const skippedFaults = (modules: readonly TestModule[]): string[] =>
  modules.filter(({ moduleId }) => moduleId.includes('/test/faults/')).flatMap(({ children }) =>
    [...children.allTests('skipped')].map((test) => {
      const result = test.result()
      const why = result.state === 'skipped' ? result.note : undefined
      return ` Fault test SKIPPED: ${test.name}: ${why ?? 'it does not say why'}`
    }))

/** Stands behind the default reporter, so that its lines are the last. vitest makes one with `new`. */
export default function skippedReporter(): Reporter {
  return {
    async onTestRunEnd(modules) {
      for (const line of skippedFaults(modules)) console.log(line)
      const count = skippedIn(modules)
      if (count === 0) return
      console.log(` Browser tests SKIPPED: ${count}, ${await whyNone()}\n`)
      if (process.env['CI']) process.exitCode = 1
    },
  }
}
