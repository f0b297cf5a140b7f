import fc from 'fast-check'
import { Hono } from 'hono'
import { expect, test } from 'vitest'
import type { Env } from '../../src/http/env.ts'
import { typedIn } from '../../src/http/form.ts'

const app = new Hono<Env>().post('/', async (c) => c.json(await typedIn(c)))

async function typed(body: string | FormData): Promise<unknown> {
  const headers: Record<string, string> = typeof body === 'string' ? { 'Content-Type': 'application/x-www-form-urlencoded' } : {}
  return (await app.request('/', { method: 'POST', body, headers })).json()
}

/** What a browser's own reading of the form says. */
function expected(body: string): Record<string, string | string[]> {
  const fields = new URLSearchParams(body)
  return Object.fromEntries([...new Set(fields.keys())].map((name) => {
    const values = fields.getAll(name)
    return [name, values.length === 1 ? (values[0] ?? '') : values]
  }))
}

test('a form is read as a browser would read it, whatever was typed', async () => {
  const text = fc.string({ unit: 'grapheme' })
  await fc.assert(fc.asyncProperty(fc.array(fc.tuple(text, text)), async (fields) => {
    const body = new URLSearchParams(fields).toString()
    expect(await typed(body)).toEqual(expected(body))
  }))
})

test('so is a body that no browser would send', async () => {
  const piece = fc.constantFrom('a', '=', '&', '%', '%4', '%41', '%FF', '%00', '+', ' ', 'é', '\u{1F600}', '__proto__', '[]')
  await fc.assert(fc.asyncProperty(fc.array(piece).map((pieces) => pieces.join('')), async (body) => {
    expect(await typed(body)).toEqual(expected(body))
  }))
})

test('of a form with files the text is read', async () => {
  const form = new FormData()
  form.append('text', 'bij de bijlage')
  form.append('file', new File(['x'], 'bijlage.txt'))
  expect(await typed(form)).toEqual({ text: 'bij de bijlage' })
})
