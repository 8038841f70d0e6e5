// Where a row of tabs is wider than the window it begins with the current one in view. Of tabs in two tiers as many
// as fit stand in the line, the one that is open always; the others stand in the menu.
for (const row of document.querySelectorAll('.tabs')) {
  const tab = row.querySelector('[aria-current]')?.getBoundingClientRect();
  const seen = row.getBoundingClientRect();
  if (tab && tab.right > seen.right) row.scrollLeft += tab.left - seen.left - (seen.width - tab.width) / 2;
}

const rows = [...document.querySelectorAll('.tabs.grouped')].filter(row => row.querySelector('.far'));

function place(row, count) {
  const listed = row.querySelectorAll('.menu .near li');
  row.querySelectorAll('.far').forEach((tab, nth) => {
    tab.hidden = nth >= count && !tab.hasAttribute('aria-current');
    listed[nth].hidden = !tab.hidden;
  });
  const isEmpty = [...listed].every(one => one.hidden);
  row.querySelector('.menu ul.near').hidden = isEmpty;
  row.querySelector('.menu.near')?.toggleAttribute('hidden', isEmpty);
}

function fit(row) {
  let count = row.querySelectorAll('.far').length;
  place(row, count);
  const isBroken = () => [...row.children].some(one => one.offsetTop > row.firstElementChild.offsetTop + 4);
  while (count > 0 && isBroken()) place(row, --count);
}

for (const row of rows) row.classList.add('fitted');
const fitAll = () => rows.forEach(fit);
addEventListener('resize', fitAll);
document.fonts.ready.then(fitAll);
fitAll();
