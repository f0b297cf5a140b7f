/** Shows a picture large over the page it stands in; without this module its link opens it in a window of its own. */
for (const figure of document.querySelectorAll('figure:has(> dialog)')) {
  const [link, dialog, hint] = ['a', 'dialog', '[data-text-here]'].map((selector) => figure.querySelector(selector))
  hint.textContent = hint.dataset.textHere
  link.addEventListener('click', (event) => {
    // Whoever asks for a window of its own gets it.
    if (event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    dialog.showModal()
  })
  dialog.querySelector('button').addEventListener('click', () => dialog.close())
  // A click beside the picture is one on the dialog itself.
  dialog.addEventListener('click', ({ target }) => target === dialog && dialog.close())
}
