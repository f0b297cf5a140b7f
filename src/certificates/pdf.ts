import { Worker } from 'node:worker_threads'
import { z } from 'zod'
import { SECOND } from '../clock.ts'
import type { Instant } from '../clock.ts'
import type { Language } from '../language/translate.ts'

/** Everything that stands on a certificate, in the holder's language. */
export interface Sheet {
  readonly language: Language
  /** Title of the document. */
  readonly title: string
  readonly issuedAt: Instant
  /** The name of who issues it, and what it is about, beside the mark. */
  readonly issuer: string
  readonly programme: string
  readonly heading: string
  readonly declares: string
  readonly holder: string
  readonly achieved: string
  /** Name and value, under each other. */
  readonly facts: readonly { readonly name: string; readonly value: string }[]
  readonly check: {
    readonly heading: string
    readonly text: string
    readonly number: string
    /** Where the number can be checked: full, so that it can be scanned. */
    readonly address: string
    /** The same, short enough to be typed. */
    readonly shownAddress: string
    /** What the code shows, for who cannot see it. */
    readonly codeAlt: string
  }
  readonly closing: string
}

export interface PdfMaker {
  /** @returns the bytes of a tagged PDF, one page of A4 */
  make(sheet: Sheet): Promise<Uint8Array<ArrayBuffer>>
  close(): Promise<void>
}

/** A sheet takes some 60 ms of CPU; one that takes this long never comes. */
const PATIENCE = 20 * SECOND

const Answer = z.object({ id: z.number(), pdf: z.instanceof(Uint8Array).nullable() })

interface Waiting {
  readonly resolve: (pdf: Uint8Array<ArrayBuffer>) => void
  readonly reject: (error: Error) => void
}

/** Draws certificates in a thread of their own, so that nobody's answer waits for a drawing. It starts when first needed. */
export function openPdfMaker(): PdfMaker {
  const waiting = new Map<number, Waiting>()
  let worker: Worker | undefined
  let made = 0

  const fail = (error: Error) => {
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
    worker = undefined
  }
  const begin = (): Worker => {
    const started = new Worker(workerFile())
    started.on('message', (message: unknown) => {
      const { id, pdf } = Answer.parse(message)
      const caller = waiting.get(id)
      waiting.delete(id)
      if (pdf === null) caller?.reject(new Error('the certificate could not be drawn'))
      else caller?.resolve(new Uint8Array(pdf))
    })
    started.on('error', (error) => fail(new Error('the drawing thread failed', { cause: error })))
    started.on('exit', () => worker === started && fail(new Error('the drawing thread ended')))
    // Last: listening would keep the process alive.
    started.unref()
    return started
  }

  return {
    make: async (sheet) => {
      worker ??= begin()
      const id = ++made
      const drawing = worker
      const timer = setTimeout(() => void drawing.terminate(), PATIENCE)
      try {
        return await new Promise<Uint8Array<ArrayBuffer>>((resolve, reject) => {
          waiting.set(id, { resolve, reject })
          drawing.postMessage({ id, sheet })
        })
      } finally {
        clearTimeout(timer)
      }
    },
    close: async () => void (await worker?.terminate()),
  }
}

/** The thread's file stands beside this one. From source it is TypeScript, which a new thread cannot read by itself. */
function workerFile(): URL {
  if (!import.meta.url.endsWith('.ts')) return new URL('./pdf-worker.js', import.meta.url)
  const loader = JSON.stringify(import.meta.resolve('tsx/esm/api'))
  const file = JSON.stringify(new URL('./pdf-worker.ts', import.meta.url).href)
  return new URL(`data:text/javascript,import { register } from ${loader}; register(); await import(${file})`)
}
