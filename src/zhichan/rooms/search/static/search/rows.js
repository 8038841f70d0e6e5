// The rows of conditions: what a field can be asked follows its choice; one more is added;
// what was typed and not searched goes along while one filters, sorts and pages.
const form = document.getElementById('query');
const sorts = Object.fromEntries((form?.dataset.sorts ?? '').split(' ').map(one => one.split('=')));
const rowsOf = root => [...root?.querySelectorAll('.qrow') ?? []];
// Before what it can be asked is narrowed; where there is room for no more it stands apart.
const empty = rowsOf(form?.querySelector('template')?.content ?? form).at(-1)?.cloneNode(true);
const groups = Object.fromEntries([...empty?.querySelectorAll('optgroup[data-sort]') ?? []].map(one => [one.dataset.sort, [...one.children]]));

function offer(field) {
  const how = field.closest('.qrow').querySelector('[name=b_how]');
  const sort = sorts[field.value] ?? 'text';
  if (how.dataset.sort === sort) return;
  how.dataset.sort = sort;
  how.replaceChildren(...groups[sort].map(one => new Option(one.text, one.value)));
}

function start(row) {
  const field = row.querySelector('[name=b_field]');
  const how = row.querySelector('[name=b_how]');
  if (!how.querySelector('optgroup')) how.dataset.sort = sorts[field.value] ?? 'text';
  offer(field);
  field.addEventListener('change', () => offer(field));
}

rowsOf(form).forEach(start);
addEventListener('pageshow', () => form?.querySelectorAll('[name=b_field]').forEach(offer));  // the browser may put back what was chosen

const adding = form?.querySelector('[data-add-row]');
function showAdding() {
  adding.disabled = rowsOf(form).length >= Number(adding.dataset.addRow);
  form.querySelector('[data-full]').hidden = !adding.disabled;
}
function addRow() {
  const row = empty.cloneNode(true);
  row.querySelector('[name=b_text]').value = '';  // the browser may have put something back before it was copied
  // the first row, which is all there may be to copy, has nothing before it to be joined to
  row.querySelector('[name=b_joint]').replaceChildren(...adding.dataset.joints.trim().split(' ').map(one => new Option(one, one)));
  rowsOf(form).at(-1).after(row);
  start(row);
  showAdding();
  return row;
}
if (adding) showAdding();
adding?.addEventListener('click', () => addRow().querySelector('select').focus());

// What was typed, kept for this tab of the browser, for one person and one line. What a page shows again because it
// was refused or is asked about was not searched either: it goes to the empty page.
const line = document.getElementById('q');
const NAMES = ['b_joint', 'b_field', 'b_how', 'b_text'];
const place = `typed:${form?.dataset.who}`;
const asCame = one => (one.matches('select') ? ([...one.options].find(each => each.defaultSelected) ?? one.options[0]).value : one.defaultValue);
const asIs = one => one.value;
const typed = (read = asIs) => ({line: read(line), rows: rowsOf(form).map(row => NAMES.map(name => read(row.querySelector(`[name=${name}]`))))});
const told = ({line: said, rows}) => JSON.stringify([said, rows.filter(row => row.at(-1).trim())]);
const isUnsearched = form?.matches('[data-unsearched]');
const of = isUnsearched ? '' : line?.defaultValue;
const came = isUnsearched ? '' : form && told(typed(asCame));
const forget = () => sessionStorage.removeItem(place);
const kept = () => JSON.parse(sessionStorage.getItem(place));

function keepTyped() {
  const now = typed();
  if (told(now) !== came) sessionStorage.setItem(place, JSON.stringify({...now, of}));
  else if (kept()?.of === of) forget();
}

function putBack({line: said, rows}) {
  line.value = said;
  line.dispatchEvent(new Event('input', {bubbles: true}));
  const here = rowsOf(form);
  rows.forEach((values, at) => {
    const row = here[at] ?? addRow();
    NAMES.forEach((name, nth) => {
      row.querySelector(`[name=${name}]`).value = values[nth];
      if (name === 'b_field') offer(row.querySelector('[name=b_field]'));
    });
  });
  form.querySelector('[data-typed]').hidden = false;
  document.querySelector('[data-unfold]')?.click();
}

if (form) {
  if (!isUnsearched && kept()?.of === of) putBack(kept());
  for (const name of ['input', 'change']) form.closest('.qb').addEventListener(name, keepTyped);
  addEventListener('pageshow', keepTyped);  // the browser may put back what was typed
  form.addEventListener('submit', forget);
  form.querySelectorAll('.call a').forEach(answer => answer.addEventListener('click', forget));
  form.querySelector('[data-untype]').addEventListener('click', () => {
    forget();
    location.replace(location.pathname + location.search);
  });
}
