/** Says in the closing lines of a run whether tests were skipped for want of a browser, and why. */
import type { Reporter, TestModule } from 'vitest/node'
import { startBrowser } from './browser.ts'

const PROJECT = 'browser'

const skippedIn = (modules: readonly TestModule[]): number =>
  modules.filter(({ project }) => project.name === PROJECT).reduce((count, { children }) => count + [...children.allTests('skipped')].length, 0)

/** Stands behind the default reporter, so that its lines are the last. vitest makes one with `new`. */
export default function skippedReporter(): Reporter {
  return {
    async onTestRunEnd(modules) {
      const count = skippedIn(modules)
      if (count === 0) return
      const browser = await startBrowser()
      const why = typeof browser === 'string' ? `no Chromium starts here (CHROMIUM_PATH names one): ${browser}` : 'although a Chromium starts here'
      console.log(` Browser tests SKIPPED: ${count}, ${why}\n`)
      if (typeof browser !== 'string') await browser.close()
    },
  }
}
