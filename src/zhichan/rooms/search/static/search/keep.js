// What is kept or subscribed to is the line that was searched: while its field says another, neither can be pressed.
const field = document.getElementById('q');
const keep = document.querySelector('[data-keep]');

function compare() {
  const isChanged = field.value.trim() !== field.defaultValue.trim();
  keep.querySelector('[data-changed]').hidden = !isChanged;
  for (const button of keep.querySelectorAll('button')) button.disabled = isChanged;
}

if (keep) {
  field.addEventListener('input', compare);
  addEventListener('pageshow', compare);  // the browser may put back what was typed
}
