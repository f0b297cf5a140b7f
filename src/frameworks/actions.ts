import type { Db } from '../../db/database.ts'
import type { Instant } from '../clock.ts'
import { refuse } from '../refusal.ts'
import { Framework, frameworkFaults } from './frameworks.ts'
import { addFramework, findFramework } from './queries.ts'

/**
 * Takes a framework in as data. The same content again changes nothing; other content needs another id, because
 * papers are tagged with these codes and must keep their meaning.
 *
 * @param json as in `db/seed/frameworks`
 * @throws Refusal `frameworkInvalid` { detail }, `frameworkTaken` { id }
 */
export async function importFramework(tx: Db, json: unknown, now: Instant): Promise<Framework> {
  const parsed = Framework.safeParse(json)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    return refuse('frameworkInvalid', { detail: `${issue?.path.join('.')}: ${issue?.message}` })
  }
  const framework = parsed.data
  const [fault] = frameworkFaults(framework)
  if (fault !== undefined) refuse('frameworkInvalid', { detail: fault })
  const known = await findFramework(tx, framework.id)
  if (known === undefined) await addFramework(tx, { id: framework.id, name: framework.name, content: framework, importedAt: now })
  else if (JSON.stringify(known) !== JSON.stringify(framework)) refuse('frameworkTaken', { id: framework.id })
  return framework
}
