/**
 * Says in the closing lines of a run whether tests were skipped for want of a browser, and why. Where `CI` is set they
 * make the run fail: a check that cannot fail is none.
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

/** Stands behind the default reporter, so that its lines are the last. vitest makes one with `new`. */
export default function skippedReporter(): Reporter {
  return {
    async onTestRunEnd(modules) {
      const count = skippedIn(modules)
      if (count === 0) return
      console.log(` Browser tests SKIPPED: ${count}, ${await whyNone()}\n`)
      if (process.env['CI']) process.exitCode = 1
    },
  }
}
