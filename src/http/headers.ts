import type { Ctx } from './env.ts'

/** Everything from this site, nothing inline; forms post here only, and nobody frames us. */
const POLICY = [
  "default-src 'self'",
  "base-uri 'none'",
  "object-src 'none'",
  "frame-ancestors 'none'",
  "form-action 'self'",
].join('; ')

const HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': POLICY,
  // With no-referrer a plain form post has "Origin: null", and fails the check of where it came from.
  'Referrer-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
}

/** Two years. */
const HSTS = 'max-age=63072000'

/**
 * The headers of every answer, errors included. Nothing is kept in caches unless its route says so.
 *
 * @param https whether people reach us over https
 */
export function safeHeaders(https: boolean): (c: Ctx) => void {
  const always = Object.entries(https ? { ...HEADERS, 'Strict-Transport-Security': HSTS } : HEADERS)
  return (c) => {
    const { headers } = c.res
    for (const [name, value] of always) headers.set(name, value)
    if (!headers.has('Cache-Control')) headers.set('Cache-Control', 'no-store')
  }
}
