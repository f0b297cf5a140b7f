/** Shows in the list of questions, to the eye and to the ear, how one of them stands. @param state `answered`, `marked` */
export function showInList(form, question, state) {
  const link = form.querySelector(`[data-jump="${question}"]`)
  if (!link) return
  for (const [name, is] of Object.entries(state)) link.dataset[name] = String(is)
  const { textAnswered, textUnanswered, textMarked } = form.dataset
  const words = [link.dataset.answered === 'true' ? textAnswered : textUnanswered, ...(link.dataset.marked === 'true' ? [textMarked] : [])]
  link.querySelector('[data-jump-state]').textContent = words.join(', ')
}
