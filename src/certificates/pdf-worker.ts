/** The drawing thread: a sheet in, the bytes of a PDF out. */
import { parentPort } from 'node:worker_threads'
import { drawSheet } from './drawing.ts'
import type { Sheet } from './pdf.ts'

parentPort?.on('message', async ({ id, sheet }: { id: number; sheet: Sheet }) => {
  const pdf = await drawSheet(sheet).catch(() => null)
  parentPort?.postMessage({ id, pdf })
})
