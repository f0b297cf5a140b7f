/** What one answer looks like on the page: its field or boxes, its words, and the line that says how it stands. */
import { showInList } from './sitting-list.js'

/** A text is passed around as one string of JSON, so that two of them can be compared. */
export const contentOf = (text) => JSON.parse(text)
export const textOf = ({ text, choice }) => JSON.stringify({ text, choice })

export function fieldOf(part, form) {
  const question = part.dataset.question
  const texts = form.dataset
  const area = part.querySelector('textarea')
  const status = part.querySelector('[data-status]')
  const conflict = part.querySelector('[data-conflict]')
  const words = part.querySelector('[data-words]')
  const boxes = [...part.querySelectorAll(`[name="choice-${question}"]`)]
  let isClosed = false

  const read = () => textOf({ text: area?.value ?? '', choice: boxes.filter((box) => box.checked).map((box) => box.value) })
  function count() {
    const { text, choice } = contentOf(read())
    const many = text.trim().split(/\s+/u).filter(Boolean).length
    if (words) words.textContent = (many === 1 ? texts.textWord : texts.textWords).replace('{n}', String(many))
    showInList(form, question, { answered: text.trim() !== '' || choice.length > 0 })
  }
  function hold(held) {
    if (area) area.readOnly = held || isClosed
    for (const box of boxes) box.disabled = held || isClosed
  }
  return {
    read,
    count,
    write(content) {
      const { text, choice } = contentOf(content)
      if (area) area.value = text
      for (const box of boxes) box.checked = choice.includes(box.value)
      count()
    },
    /** Choices are sent at once, text after a pause. */
    isTyped: area !== null,
    /** Nothing can be typed for a moment. */
    hold,
    /** Nothing can be typed any more. */
    close() {
      isClosed = true
      hold(true)
    },
    say(kind, ...nodes) {
      status.dataset.state = kind
      status.replaceChildren(...nodes)
    },
    /** Asks to sign in, once: a link that is made anew while somebody is about to press it loses the focus. */
    askToSignIn() {
      if (!status.querySelector('a')) this.say('waiting', `${texts.textSignIn} `, signInLink(texts))
    },
    isAsking: () => status.querySelector('a') !== null,
    conflict,
    focus: () => area?.focus(),
    show: () => (conflict.childElementCount > 0 ? conflict : status).scrollIntoView({ block: 'center' }),
  }
}

/** The way to sign in beside the test, in a window that is closed afterwards. */
export function signInLink(texts) {
  const link = document.createElement('a')
  return Object.assign(link, { href: texts.signIn, target: '_blank', rel: 'opener', textContent: texts.textSignInLink })
}
