/** Somebody without JavaScript: links and plain form posts over HTTP. */
import { parse } from 'node-html-parser'
import type { HTMLElement } from 'node-html-parser'
import { folded } from './visitor.ts'
import type { Visitor } from './visitor.ts'

const CONTROLS = 'input, textarea, select, button'

/** @param base address of a running server, without a slash at its end */
export function plainVisitor(base: string): Visitor {
  const cookies = new Map<string, string>()
  let page = parse('<html></html>')
  let at = '/'

  async function go(path: string, body?: URLSearchParams): Promise<void> {
    let next: { path: string; body: URLSearchParams | undefined } = { path, body }
    for (let hops = 0; hops < 10; hops += 1) {
      const response = await ask(next.path, next.body)
      const location = response.headers.get('Location')
      if (response.status < 300 || response.status > 399 || location === null) {
        at = next.path
        page = parse(await response.text(), { blockTextElements: { textarea: true, script: false, style: false } })
        if (response.status >= 500) throw new Error(`${response.status} on ${next.path}: ${folded(page.text)}`)
        return
      }
      const url = new URL(location, base + next.path)
      if (url.origin !== new URL(base).origin) throw new Error(`redirected away to ${url.href}`)
      next = { path: url.pathname + url.search + url.hash, body: undefined }
    }
    throw new Error(`too many redirects from ${path}`)
  }

  async function ask(path: string, body: URLSearchParams | undefined): Promise<Response> {
    const headers = new Headers({ Cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') })
    if (body) headers.set('Origin', base)
    const response = await fetch(base + path, { redirect: 'manual', headers, ...(body ? { method: 'POST', body } : {}) })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '' || /max-age=0\b/i.test(line)) cookies.delete(name)
      else cookies.set(name, value)
    }
    return response
  }

  const says = (element: HTMLElement, text: string): boolean => folded(element.text).startsWith(text)

  /** The part of the page under a heading or legend with this text; all of it when none is named. */
  function part(inside: string | undefined): HTMLElement {
    if (inside === undefined) return page
    const heading = page.querySelectorAll('h1, h2, h3, h4, legend').find((one) => says(one, inside))
    return heading?.closest('section, article, fieldset') ?? assertPart(inside)
  }
  function assertPart(inside: string): never {
    throw new Error(`no part "${inside}" on ${at}: ${folded(page.text).slice(0, 1500)}`)
  }

  /** The control that a label with this text belongs to; of several the first. */
  function control(label: string, inside?: string): HTMLElement {
    const labels = part(inside).querySelectorAll('label').filter((one) => says(one, label))
    for (const one of labels) {
      const target = one.getAttribute('for')
      const found = target ? page.getElementById(target) : one.querySelector('input, textarea, select')
      if (found) return found
    }
    throw new Error(`no field "${label}" on ${at}: ${folded(page.text).slice(0, 1500)}`)
  }

  function submit(button: HTMLElement): Promise<void> {
    const form = button.closest('form')
    if (!form) throw new Error(`button without a form on ${at}`)
    const body = new URLSearchParams()
    for (const one of form.querySelectorAll(CONTROLS)) {
      const name = one.getAttribute('name')
      if (!name || one.hasAttribute('disabled')) continue
      for (const value of valuesOf(one, button)) body.append(name, value)
    }
    const action = button.getAttribute('formaction') ?? form.getAttribute('action') ?? at
    if ((form.getAttribute('method') ?? 'get').toLowerCase() === 'post') return go(action, body)
    return go(`${action.split('?')[0]}?${body.toString()}`)
  }

  return {
    open: (path) => go(path),
    async fill(label, value, inside) {
      const field = control(label, inside)
      if (field.tagName === 'TEXTAREA') field.textContent = value
      else field.setAttribute('value', value)
    },
    async tick(label, inside) {
      const box = control(label, inside)
      if (box.getAttribute('type') === 'radio') {
        for (const other of page.querySelectorAll(`input[name="${box.getAttribute('name')}"]`)) other.removeAttribute('checked')
      }
      box.setAttribute('checked', '')
    },
    async select(label, option) {
      const list = control(label)
      const options = list.querySelectorAll('option')
      const chosen = options.find((one) => folded(one.text).includes(option))
      if (!chosen) throw new Error(`no option "${option}" in "${label}": ${options.map((one) => one.text).join(' | ')}`)
      for (const one of options) one.removeAttribute('selected')
      chosen.setAttribute('selected', '')
    },
    async press(text, inside) {
      const pressable = (one: HTMLElement) => says(one, text) && one.getAttribute('type') !== 'button'
      const found =
        inside === undefined
          ? (page.querySelectorAll('main button, main a').find(pressable) ?? page.querySelectorAll('button, a').find(pressable))
          : part(inside).querySelectorAll('button, a').find(pressable)
      if (!found) throw new Error(`nothing to press "${text}" on ${at}: ${folded(page.text).slice(0, 1500)}`)
      if (found.tagName === 'BUTTON') return submit(found)
      const url = new URL(found.getAttribute('href') ?? '', base + at)
      return go(url.pathname + url.search)
    },
    read: async () => folded(page.querySelector('body')?.text ?? ''),
    where: () => at,
    close: async () => undefined,
  }
}

/** What a control sends when this button is pressed. */
function valuesOf(one: HTMLElement, button: HTMLElement): readonly string[] {
  const type = one.getAttribute('type') ?? ''
  if (one.tagName === 'BUTTON' || type === 'submit') return one === button ? [one.getAttribute('value') ?? ''] : []
  if (type === 'checkbox' || type === 'radio') return one.hasAttribute('checked') ? [one.getAttribute('value') ?? 'on'] : []
  if (one.tagName === 'TEXTAREA') return [one.textContent.replace(/^\n/, '')]
  if (one.tagName !== 'SELECT') return [one.getAttribute('value') ?? '']
  const options = one.querySelectorAll('option')
  const chosen = options.find((option) => option.hasAttribute('selected')) ?? options[0]
  return chosen ? [chosen.getAttribute('value') ?? chosen.text] : []
}
