import { startApp } from './app.ts'
import { aBank } from './enrolment.ts'

/** The program with a bank whose payments a test settles itself. */
export async function startAtBank() {
  const { bank, port } = aBank()
  return { bank, app: await startApp({ ports: { payments: port } }) }
}
