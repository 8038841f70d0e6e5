// Tabs inside a panel, exclusive toggles, and the selection bar of a list.
const $$ = (selector, root) => [...root.querySelectorAll(selector)];

function choose(list, tab) {
  for (const other of $$('[role=tab]', list)) {
    const on = other === tab;
    other.setAttribute('aria-selected', on);
    other.tabIndex = on ? 0 : -1;
    document.getElementById(other.hash.slice(1)).hidden = !on;
  }
}

function enhance(root) {
  for (const list of $$('[data-tabs]', root)) {
    const tabs = $$('[role=tab]', list);
    choose(list, tabs.find(tab => tab.getAttribute('aria-selected') === 'true') || tabs[0]);
  }
  $$('table[data-select]', root).forEach(showSelection);
}

function showSelection(table) {
  const bar = table.closest('.panel')?.querySelector('.selbar');
  if (!bar) return;
  const boxes = $$('tbody input[type=checkbox]', table);
  const chosen = boxes.filter(box => box.checked).length;
  boxes.forEach(box => box.closest('tr').setAttribute('aria-selected', box.checked));
  const all = table.querySelector('thead input[type=checkbox]');
  if (all) { all.checked = chosen > 0 && chosen === boxes.length; all.indeterminate = chosen > 0 && chosen < boxes.length; }
  bar.hidden = chosen === 0;
  bar.querySelector('[data-selcount]').textContent = chosen;
}

document.addEventListener('click', event => {
  const tab = event.target.closest('[data-tabs] [role=tab]');
  if (tab) { event.preventDefault(); choose(tab.closest('[data-tabs]'), tab); }
  const toggle = event.target.closest('[data-seg] button');
  if (toggle) $$('button', toggle.closest('[data-seg]')).forEach(b => b.setAttribute('aria-pressed', b === toggle));
  const clear = event.target.closest('.selbar [data-clear]');
  if (clear) {
    event.preventDefault();
    const table = clear.closest('.panel').querySelector('table[data-select]');
    $$('tbody input[type=checkbox]', table).forEach(box => { box.checked = false; });
    showSelection(table);
  }
});
// The order of columns: up and down within the list, never above the first, which names the row.
document.addEventListener('click', event => {
  const step = event.target.closest('[data-columns] [data-move]');
  if (!step) return;
  const line = step.closest('li'), first = line.parentElement.firstElementChild;
  if (step.dataset.move === 'down') line.nextElementSibling?.after(line);
  else if (line.previousElementSibling !== first) line.previousElementSibling.before(line);
  step.focus();
});
document.addEventListener('keydown', event => {
  const tab = event.target.closest('[data-tabs] [role=tab]');
  const step = {ArrowRight: 1, ArrowLeft: -1}[event.key];
  if (!tab || !step) return;
  event.preventDefault();
  const tabs = $$('[role=tab]', tab.closest('[data-tabs]'));
  const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length];
  choose(tab.closest('[data-tabs]'), next);
  next.focus();
});
document.addEventListener('change', event => {
  const table = event.target.closest('table[data-select]');
  if (!table) return;
  if (event.target.closest('thead')) $$('tbody input[type=checkbox]', table).forEach(box => { box.checked = event.target.checked; });
  showSelection(table);
});
document.addEventListener('htmx:afterSettle', () => enhance(document));
enhance(document);
