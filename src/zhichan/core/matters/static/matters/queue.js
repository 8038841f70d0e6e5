// J and K walk the rows of the queue, Enter opens the matter; the panel beside it shows how its limit was counted.
// Everything here can also be reached by links.
const root = document.querySelector('[data-queue]');
const rows = () => [...root.querySelectorAll('tbody tr')];
const inField = target => target.closest('input, textarea, select, summary, [contenteditable]');
const WIDE = '(min-width: 1181px)';
let chosen = null, waiting = 0;

function choose(row) {
  rows().forEach(other => other.toggleAttribute('aria-current', other === row));
  chosen = row;
}

// After a moment on a row its clock is shown: whoever walks past asks for nothing.
function show(row, { after = 250 } = {}) {
  clearTimeout(waiting);
  const link = row?.querySelector('[data-clock]');
  if (link && matchMedia(WIDE).matches) waiting = setTimeout(() => link.click(), after);
}

function step(by) {
  const all = rows();
  if (!all.length) return;
  const at = all.indexOf(chosen);
  const row = all[at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + by))];
  row.querySelector('.ttl a').focus();
}

document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || inField(event.target)) return;
  const by = {j: 1, k: -1}[event.key.toLowerCase()];
  if (by) { event.preventDefault(); step(by); }
});

root?.addEventListener('focusin', event => {
  const row = event.target.closest('tbody tr');
  if (!row || row === chosen) return;
  choose(row);
  if (!event.target.closest('[data-clock]')) show(row);
});

// The panel stands below the list on a narrow screen: there it is brought into view when it was asked for.
document.addEventListener('htmx:afterSwap', event => {
  if (event.detail.target.id !== 'derivation' || matchMedia(WIDE).matches) return;
  document.getElementById('derivation')?.scrollIntoView({ block: 'start' });
});

function begin() {
  if (!root.querySelector('#derivation .kv')) show(rows()[0], { after: 0 });
}

document.addEventListener('htmx:afterSettle', event => {
  if (event.detail.target?.classList?.contains('listing')) chosen = null;
});
if (root) addEventListener('load', begin);
