// Adds up the points of the levels that are chosen. Only shown: the server counts them itself.
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
