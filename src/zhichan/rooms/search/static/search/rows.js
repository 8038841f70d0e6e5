// The rows of conditions: what a field can be asked follows its choice; one more is added.
const form = document.getElementById('query');
const sorts = Object.fromEntries((form?.dataset.sorts ?? '').split(' ').map(one => one.split('=')));
const groups = Object.fromEntries([...form?.querySelectorAll('optgroup[data-sort]') ?? []].map(one => [one.dataset.sort, [...one.children]]));

const empty = [...form?.querySelectorAll('.qrow') ?? []].at(-1)?.cloneNode(true);  // before what it can be asked is narrowed

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

form?.querySelectorAll('.qrow').forEach(start);
addEventListener('pageshow', () => form?.querySelectorAll('[name=b_field]').forEach(offer));  // the browser may put back what was chosen

const adding = form?.querySelector('[data-add-row]');
const showAdding = () => { adding.disabled = form.querySelectorAll('.qrow').length >= Number(adding.dataset.addRow); };
if (adding) showAdding();
adding?.addEventListener('click', () => {
  const row = empty.cloneNode(true);
  row.querySelector('[name=b_text]').value = '';  // the browser may have put something back before it was copied
  // the first row, which is all there may be to copy, has nothing before it to be joined to
  row.querySelector('[name=b_joint]').replaceChildren(...adding.dataset.joints.trim().split(' ').map(one => new Option(one, one)));
  [...form.querySelectorAll('.qrow')].at(-1).after(row);
  start(row);
  row.querySelector('select').focus();
  showAdding();
});
