import { refuse } from '../refusal.ts'
import type { Check } from './request.ts'

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Whatever changes something comes from a page of ours. Browsers say where a form came from, in `Sec-Fetch-Site` or
 * `Origin`; who says neither is no browser with somebody's cookie in it, or a very old one, and is refused too.
 *
 * @param origin ours, such as `https://toetsen.example.nl`
 * @param exempt paths that other machines post to; they must not trust who asks
 * @throws Refusal `crossSite` (403)
 */
export const sameOriginOnly =
  (origin: string, exempt: readonly string[]): Check =>
  (c) => {
    const isOurs = () => c.req.header('Sec-Fetch-Site') === 'same-origin' || c.req.header('Origin') === origin
    if (!SAFE.has(c.req.method) && !isOurs() && !exempt.includes(c.req.path)) refuse('crossSite')
  }
