// Adds up the points of the levels that are chosen (only shown: the server counts them itself), and asks before somebody
// leaves behind what was typed or chosen and not kept.
const form = document.querySelector('form.assessing-rubric')
const total = form?.querySelector('[data-score-total]')

const add = () => {
  const chosen = [...form.querySelectorAll('input[type=radio][data-points]:checked')]
  const points = chosen.reduce((sum, input) => sum + Number(input.dataset.points), 0) / 100
  total.textContent = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 2 }).format(points)
}

if (total) {
  form.addEventListener('change', add)
  add()
}

if (form) {
  // What was refused comes back in the form, and is not kept either.
  let isUnkept = form.dataset.unkept !== undefined
  form.addEventListener('input', () => (isUnkept = true))
  form.addEventListener('submit', () => (isUnkept = false))
  addEventListener('beforeunload', (event) => isUnkept && event.preventDefault())
}
