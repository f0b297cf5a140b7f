/** Says in the closing lines of a run which tests were skipped for want of something, and why: browsers, and faults that cannot be made here. */
import type { Reporter, TestModule } from 'vitest/node'
import { startBrowser } from './browser.ts'

const PROJECT = 'browser'

const skippedIn = (modules: readonly TestModule[]): number =>
  modules.filter(({ project }) => project.name === PROJECT).reduce((count, { children }) => count + [...children.allTests('skipped')].length, 0)

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
      const browser = await startBrowser()
      const why = typeof browser === 'string' ? `no Chromium starts here (CHROMIUM_PATH names one): ${browser}` : 'although a Chromium starts here'
      console.log(` Browser tests SKIPPED: ${count}, ${why}\n`)
      if (typeof browser !== 'string') await browser.close()
    },
  }
}
