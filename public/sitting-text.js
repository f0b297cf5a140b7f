/** Everything as it stands on the page, as a file: for when saving is impossible for long. */
export function download(form, name) {
  const parts = [...form.querySelectorAll('[data-question]')].map((part) => {
    const chosen = [...part.querySelectorAll('input:checked:not([data-mark])')].map((box) => part.querySelector(`label[for="${box.id}"]`).textContent)
    return `${part.querySelector('h3').textContent}\n\n${part.querySelector('textarea')?.value ?? chosen.join('\n')}\n`
  })
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([parts.join('\n---\n\n')], { type: 'text/plain;charset=utf-8' }))
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
