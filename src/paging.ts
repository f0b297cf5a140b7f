/** Lists that are shown a page at a time. */

/** Which part of a list a page shows. */
export interface Part {
  /** From 1. */
  readonly page: number
  readonly pages: number
  /** How many come before it, and the most it holds. */
  readonly offset: number
  readonly limit: number
}

/** @param asked from 1; a page too far is the last one, and there is always one */
export function partOf(asked: number, total: number, size: number): Part {
  const pages = Math.max(1, Math.ceil(total / size))
  const page = Math.min(Math.max(1, asked), pages)
  return { page, pages, offset: (page - 1) * size, limit: size }
}

/**
 * The same part of the list, counted from whichever end is nearer: a database goes along all that it leaves out.
 *
 * @returns `isFromEnd` when the list has to be asked for, and its part turned, the other way round
 */
export function fromNearerEnd({ offset, limit }: Part, total: number): { isFromEnd: boolean; offset: number; limit: number } {
  const after = Math.max(0, total - offset - limit)
  return offset <= after ? { isFromEnd: false, offset, limit } : { isFromEnd: true, offset: after, limit: Math.min(limit, total - offset) }
}
