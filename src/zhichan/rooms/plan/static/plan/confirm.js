// The confirm page: J and K walk the rows, Enter confirms, E corrects; row and original light up together.
// 上一处 and 下一处 walk the marked places of the original.
// Everything here can also be reached by links and forms.
const root = document.querySelector('[data-check]');
const rows = () => [...root.querySelectorAll('[data-rows] > .ext[data-item]')];
const inField = target => target.closest('input, textarea, select, summary, [contenteditable]');

function scrollInto(pane, node) {
  if (!pane || !node) return;
  const box = pane.getBoundingClientRect(), place = node.getBoundingClientRect();
  if (place.top < box.top || place.bottom > box.bottom) pane.scrollTop += place.top - box.top - box.height / 3;
}

function darken() {
  root.querySelectorAll('#original .on').forEach(mark => mark.classList.remove('on'));
}

function light(item, { scroll = true } = {}) {
  darken();
  if (!item) return;
  const also = document.getElementById(`item-${item}`)?.dataset.also?.split(' ') || [];
  const marks = [item, ...also].flatMap(one => [...root.querySelectorAll(`#original [data-item="${one}"]`)]);
  marks.forEach(mark => mark.classList.add('on'));
  if (scroll) scrollInto(root.querySelector('#original .pane'), marks[0] || document.getElementById(`src-${item}`));
}

// The place a remark of the reader speaks of.
function lightNotice(address) {
  darken();
  const places = root.querySelectorAll(`#original [data-notices~="${address}"]`);
  places.forEach(place => place.classList.add('on'));
  show(places[0]);
}

// On a narrow screen the original stands above the list and may be out of sight.
function show(place) {
  if (!place) return;
  scrollInto(root.querySelector('#original .pane'), place);
  const box = place.getBoundingClientRect();
  if (box.top < 0 || box.bottom > innerHeight) place.scrollIntoView({ block: 'center' });
}

// Every piece of the place that begins with ``first``; an item may have several places.
function piecesFrom(first) {
  const all = [...root.querySelectorAll(`#original [data-item="${first.dataset.item}"]`)];
  const at = all.indexOf(first), next = all.findIndex((piece, n) => n > at && piece.matches('[data-place]'));
  return all.slice(at, next < 0 ? undefined : next);
}

// From what is lit, or from the top of what is in view, to the marked place before or after it.
function stepPlace(by) {
  const places = [...root.querySelectorAll('#original [data-place]')];
  const lit = root.querySelector('#original .on'), pane = root.querySelector('#original .pane');
  const lies = place => (lit
    ? lit === place ? 0 : lit.compareDocumentPosition(place) & Node.DOCUMENT_POSITION_FOLLOWING ? 1 : -1
    : place.getBoundingClientRect().top < pane.getBoundingClientRect().top ? -1 : 1);
  const before = places.filter(place => lies(place) < 0).length;
  const after = places.findIndex(place => lies(place) > 0);
  const to = by < 0 ? Math.max(0, before - 1) : after < 0 ? places.length - 1 : after;
  darken();
  piecesFrom(places[to]).forEach(piece => piece.classList.add('on'));
  show(places[to]);
  const row = document.getElementById(`item-${places[to].dataset.item}`);
  if (row) scrollInto(row.closest('.pane'), row);
  root.querySelector('[data-steps]').textContent = `${to + 1}/${places.length}`;
}

function focusRow(row) {
  row.focus({ preventScroll: true });
  scrollInto(row.closest('.pane'), row);
  light(row.dataset.item);
}

function step(by) {
  const all = rows();
  if (!all.length) return;
  const now = document.activeElement.closest?.('.ext[data-item]') || root.querySelector('.ext.on');
  const at = all.indexOf(now);
  focusRow(all[at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + by))]);
}

document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || inField(event.target)) return;
  const key = event.key.toLowerCase();
  const row = event.target.closest('.ext[data-item]') || root.querySelector('.ext.on');
  if (key === 'j' || key === 'k') { event.preventDefault(); step(key === 'j' ? 1 : -1); }
  else if (key === 'enter' && row && event.target === row) {
    event.preventDefault();
    const button = row.querySelector('[data-confirm]');
    if (button) button.click(); else row.querySelector('h4 a')?.click();
  } else if (key === 'e' && row && row.hasAttribute('data-waiting')) {
    event.preventDefault();
    const link = row.querySelector('[data-edit-link]');
    if (link) link.click(); else location.assign(row.dataset.edit);
  }
});

document.addEventListener('focusin', event => {
  const row = event.target.closest('.ext[data-item]');
  if (row) light(row.dataset.item);
});

document.addEventListener('click', event => {
  const mark = event.target.closest('#original a[data-item]');
  const row = mark && document.getElementById(`item-${mark.dataset.item}`);
  if (row) {
    event.preventDefault();
    row.querySelector('h4 a').click();
    return;
  }
  const stepping = event.target.closest('[data-step]');
  if (stepping) {
    event.preventDefault();
    stepPlace(Number(stepping.dataset.step));
  }
  const locate = event.target.closest('[data-locate]');
  if (locate) {
    event.preventDefault();
    if (locate.hash.startsWith('#lint-')) lightNotice(locate.hash.slice(1));
    else { light(locate.hash.replace('#src-', '')); show(root.querySelector('#original .on')); }
  }
  const all = event.target.closest('[data-tick-all]');
  if (all) all.form.querySelectorAll('[data-unassigned]').forEach(box => { box.checked = true; });
});

// The full name is asked for where a new unit is registered.
function showFullName(choice) {
  const field = choice.closest('[data-name-line]')?.querySelector('[data-full-name]');
  if (field) field.hidden = !choice.value.startsWith('new:');
}

document.addEventListener('change', event => {
  if (event.target.matches('[data-how]')) showFullName(event.target);
});

// After a swap: marks of decided items are no longer waiting, the open row is lit and in view.
function settle() {
  for (const row of rows()) {
    const waits = row.hasAttribute('data-waiting');
    root.querySelectorAll(`#original [data-item="${row.dataset.item}"]`).forEach(mark => mark.classList.toggle('q', waits));
  }
  root.querySelectorAll('[data-how]').forEach(showFullName);
  root.querySelectorAll('[data-tick-all]').forEach(button => { button.hidden = false; });
  const open = root.querySelector('.ext.on[data-item]');
  if (!open) return;
  scrollInto(open.closest('.pane'), open);
  light(open.dataset.item);
  const field = open.querySelector('[data-correction] .in');
  if (!open.contains(document.activeElement) || field) (field || open).focus({ preventScroll: !field });
}

document.addEventListener('htmx:afterSettle', settle);
// An error page comes as a notice for #notices: it is not searched for #extracted.
document.addEventListener('htmx:beforeSwap', event => {
  if (event.detail.xhr.getResponseHeader('HX-Retarget')) event.detail.selectOverride = 'unset';
  root.querySelectorAll('form[data-sent]').forEach(form => {
    delete form.dataset.sent;
    form.querySelectorAll('[aria-busy]').forEach(button => button.removeAttribute('aria-busy'));
  });
});
settle();
// The address of an item takes the focus to its row once all is loaded: the form that is open wants it.
addEventListener('load', () => setTimeout(settle));
