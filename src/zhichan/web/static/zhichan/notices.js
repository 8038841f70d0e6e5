// Toasts go after six seconds unless the pointer rests on them; refusals take the focus.
const SHOWN_MS = 6000;

function fade(toast) {
  if (toast.dataset.fades === 'soon') return;
  toast.dataset.fades = 'soon';
  let timer;
  const start = () => { timer = setTimeout(() => toast.remove(), SHOWN_MS); };
  toast.addEventListener('pointerenter', () => clearTimeout(timer));
  toast.addEventListener('pointerleave', start);
  start();
}

// A swap may bring in the refusal itself or a part that holds it.
function settle(part) {
  document.querySelectorAll('[data-fades]').forEach(fade);
  const wanted = '[data-focus]:not([data-no-focus] *)';
  (part.matches?.(wanted) ? part : part.querySelector(wanted))?.focus();
}

export function say(text) {
  const toast = Object.assign(document.createElement('div'), {className: 'toast', textContent: text});
  document.querySelector('.toasts').append(toast);
  fade(toast);
}

settle(document);
// Told of each part that came in; the target of an outer swap is gone by now.
document.addEventListener('htmx:afterSettle', event => settle(event.target));
document.addEventListener('click', event => {
  const teller = event.target.closest('[data-toast]');
  if (teller) say(teller.dataset.toast);
});
// No answer at all: say so in the page's own words, what was typed stays.
document.addEventListener('htmx:sendError', () => {
  const template = document.getElementById('offline-notice');
  if (template) document.getElementById('notices').replaceChildren(template.content.cloneNode(true));
});
