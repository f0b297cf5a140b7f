import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { Framework } from '../../src/frameworks/frameworks.ts'
import { PaperFile } from '../../src/papers/content.ts'
import { maximumOfPaper, paperFaults } from '../../src/papers/papers.ts'
import { seed } from '../support/papers.ts'

const framework = Framework.parse(seed('frameworks/bcmb-framework.json'))
const files = readdirSync(new URL('../../db/seed/papers/', import.meta.url)).filter((name) => name.endsWith('.json'))

test.each(files)('%s is a paper without faults, with its pass mark between half and two thirds', (name) => {
  const paper = PaperFile.parse(seed(`papers/${name}`))
  expect(paperFaults(paper, framework)).toEqual([])
  const share = paper.passMark / maximumOfPaper(paper)
  expect(share).toBeGreaterThan(0.5)
  expect(share).toBeLessThan(0.67)
})
