// The queue of names: 1 to 5 choose a candidate, O another party, N a party of its own, Enter decides.
// Everything here can also be reached by the form.
const form = document.querySelector('[data-answer]');
const choices = form ? [...form.querySelectorAll('input[type=radio]')] : [];
const valued = value => choices.find(choice => choice.value === value);

function choose(choice) {
  if (!choice) return;
  choice.checked = true;
  const other = form.querySelector('[name=other]');
  if (choice.value === 'other' && other) other.focus(); else choice.focus();
}

document.addEventListener('keydown', event => {
  if (!form || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest('input:not([type=radio]), textarea, select, summary, [contenteditable]')) return;
  const key = event.key.toLowerCase();
  const named = { o: valued('other'), n: valued('new') };
  if (key in named) { event.preventDefault(); choose(named[key]); }
  else if (/^[1-5]$/.test(key)) {
    const candidates = choices.filter(choice => !['other', 'new'].includes(choice.value));
    if (candidates[key - 1]) { event.preventDefault(); choose(candidates[key - 1]); }
  } else if (key === 'enter' && !event.target.closest('a, button') && choices.some(choice => choice.checked)) {
    event.preventDefault();
    form.requestSubmit();
  }
});
