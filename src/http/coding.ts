/** How answers are compressed on their way. */
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { BrotliOptions, ZlibOptions } from 'node:zlib'

/** Best first. */
export const codings = ['br', 'gzip'] as const
export type Coding = (typeof codings)[number]

/** The best of these that a browser takes, by its `Accept-Encoding`. */
export const codingFor = (header: string | undefined, among: readonly Coding[] = codings): Coding | undefined =>
  among.find((one) => accepts(header ?? '', one))

/** Whether a browser takes this coding: named, and not with weight zero. */
const accepts = (header: string, coding: Coding): boolean =>
  header.split(',').some((part) => {
    const [name = '', ...params] = part.split(';').map((piece) => piece.trim().toLowerCase())
    return name === coding && !params.some((param) => /^q=0(\.0*)?$/.test(param))
  })

const withBrotli = promisify<Buffer, BrotliOptions, Buffer>((input, options, done) => brotliCompress(input, options, done))
const withGzip = promisify<Buffer, ZlibOptions, Buffer>((input, options, done) => gzip(input, options, done))

/** Takes its time: for what is compressed once. */
export const packWell: Readonly<Record<Coding, (input: Buffer) => Promise<Buffer>>> = {
  br: (input) => withBrotli(input, {}),
  gzip: (input) => withGzip(input, { level: 9 }),
}

/**
 * Takes about a millisecond, on a thread of its own: for what is made anew each time. The small window keeps the memory
 * of many at once small.
 */
export const packFast: typeof packWell = {
  br: (input) => withBrotli(input, { params: { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_LGWIN]: 18 } }),
  gzip: (input) => withGzip(input, { level: 5 }),
}
