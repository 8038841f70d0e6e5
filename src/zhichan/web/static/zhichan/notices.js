// Toasts go after six seconds unless the pointer rests on them; refusals take the focus.
const SHOWN_MS = 6000;

function fade(toast) {
  let timer;
  const start = () => { timer = setTimeout(() => toast.remove(), SHOWN_MS); };
  toast.addEventListener('pointerenter', () => clearTimeout(timer));
  toast.addEventListener('pointerleave', start);
  start();
}

function settle(root) {
  root.querySelectorAll('[data-fades]').forEach(fade);
  root.querySelector('[data-focus]:not([data-no-focus] *)')?.focus();
}

export function say(text) {
  const toast = Object.assign(document.createElement('div'), {className: 'toast', textContent: text});
  document.querySelector('.toasts').append(toast);
  fade(toast);
}

settle(document);
document.addEventListener('htmx:afterSettle', event => settle(event.detail.target ?? document));
document.addEventListener('click', event => {
  const teller = event.target.closest('[data-toast]');
  if (teller) say(teller.dataset.toast);
});
// No answer at all: say so in the page's own words, what was typed stays.
document.addEventListener('htmx:sendError', () => {
  const template = document.getElementById('offline-notice');
  if (template) document.getElementById('notices').replaceChildren(template.content.cloneNode(true));
});
