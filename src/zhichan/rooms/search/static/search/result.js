// The list of a result: choosing documents, and the keys that go through it.
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
let current = '';

// What is chosen is kept while one pages through the same list, for this tab of the browser.
const PLACE = new Set(['csrfmiddlewaretoken', 'after', 'before', 'open', 'others']);
function listKey() {
  const said = $$('[data-picks] > input[type=hidden]').filter(one => !PLACE.has(one.name));
  return `picked:${said.map(one => `${one.name}=${one.value}`).join('&')}`;
}
const key = listKey();
const picked = new Set(JSON.parse(sessionStorage.getItem(key) ?? '[]'));
function keep() {
  if (picked.size) sessionStorage.setItem(key, JSON.stringify([...picked])); else sessionStorage.removeItem(key);
}

const hits = () => $$('[data-hit]');
const box = hit => hit.querySelector('input[name=pick]');

// How many are chosen; what is done with them is there once there are any.
function showPicks() {
  for (const form of $$('[data-picks]')) {
    const boxes = $$('input[name=pick]', form);
    const here = boxes.filter(one => one.checked).length;
    const all = form.querySelector('[data-pickall]');
    all.checked = here > 0 && here === boxes.length;
    all.indeterminate = here > 0 && here < boxes.length;
    form.querySelector('[data-pickcount]').textContent = picked.size;
    form.querySelector('[data-pickelse]').hidden = picked.size === here;
    form.querySelector('[data-pickelse] span').textContent = picked.size - here;
    form.querySelector('[data-pickmore]').hidden = picked.size === 0;
    const name = form.querySelector('[name=folder_name]');
    name.hidden = form.querySelector('[name=folder]').value !== '';
  }
}

function remember(one) {
  if (one.checked) picked.add(one.value); else picked.delete(one.value);
  keep();
}

document.addEventListener('click', event => {
  if (!event.target.closest('[data-picknone]')) return;
  picked.clear();
  keep();
  restore();
});

// Those of other pages go with the form, in one field.
document.addEventListener('submit', event => {
  const form = event.target;
  if (!form.matches('[data-picks]')) return;
  const here = new Set($$('input[name=pick]', form).map(one => one.value));
  form.querySelector('[name=others]').value = [...picked].filter(value => !here.has(value)).join(',');
});

document.addEventListener('change', event => {
  const form = event.target.closest('[data-picks]');
  if (!form) return;
  if (event.target.matches('[data-pickall]')) {
    for (const one of $$('input[name=pick]', form)) { one.checked = event.target.checked; remember(one); }
  }
  if (event.target.name === 'pick') remember(event.target);
  showPicks();
});

// What was chosen stays chosen where a part of the page is put in anew.
function restore() {
  for (const hit of hits()) {
    if (box(hit)) box(hit).checked = picked.has(box(hit).value);
    hit.classList.toggle('cur', hit.dataset.hit === current);
  }
  showPicks();
}

function go(step) {
  const list = hits();
  if (!list.length) return;
  const place = list.findIndex(hit => hit.dataset.hit === current);
  const next = list[place < 0 ? (step > 0 ? 0 : list.length - 1) : Math.min(Math.max(place + step, 0), list.length - 1)];
  current = next.dataset.hit;
  for (const hit of list) hit.classList.toggle('cur', hit === next);
  next.querySelector('[data-open]')?.focus({preventScroll: true});
  next.scrollIntoView({block: 'nearest'});
}

const shut = () => document.querySelector('#card [data-shut]')?.click();
const acts = {
  j: () => go(1),
  k: () => go(-1),
  x: hit => box(hit)?.click(),
  o: hit => (hit.matches('.on, [aria-selected=true]') ? shut() : hit.querySelector('[data-open]')?.click()),
  s: hit => hit.querySelector('[name=star]')?.click(),
  f: () => document.querySelector('[data-pickmore]:not([hidden]) [name=folder]')?.focus(),
};

// Where the focus goes back to when the part of the page it stands in is put in anew.
let back = '';
document.addEventListener('click', event => {
  const pressed = event.target.closest('[data-hit] [data-open], [data-hit] [name=star], #card [data-shut]');
  if (!pressed) return;
  const hit = pressed.closest('[data-hit]') ?? document.querySelector('[data-hit].on, [data-hit][aria-selected=true]');
  if (hit) current = hit.dataset.hit;
  back = pressed.matches('[name=star]') ? '[name=star]' : '[data-open]';
});
function giveBack() {
  if (back && document.activeElement === document.body) {
    (document.querySelector(`[data-hit="${current}"] ${back}`) ?? document.getElementById('hits'))?.focus({preventScroll: true});
  }
  back = '';
}

document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest('input:not([type=checkbox]), textarea, select, dialog, [contenteditable]')) return;
  const help = document.getElementById('keys');
  if (event.key === '?' && help) { event.preventDefault(); help.open = !help.open; return; }
  if (event.key === 'Escape' && (event.target === document.body || event.target.closest('#card, #hits'))) { shut(); return; }
  const act = acts[event.key];
  const hit = hits().find(one => one.dataset.hit === current);
  if (!act || (act.length && !hit)) return;
  event.preventDefault();
  act(hit);
});

// A patent opened beside the list: where the panel stands below the list, it is brought into view.
document.addEventListener('htmx:afterSettle', event => {
  restore();
  giveBack();
  if (event.target.id !== 'result' || event.detail.requestConfig?.verb !== 'get') return;
  if (innerWidth < 1181) document.getElementById('card')?.scrollIntoView();
});
for (const one of $$('[data-picks] input[name=pick]:checked')) remember(one);
restore();
