// Where a row of tabs is wider than the window it begins with the current one in view.
for (const row of document.querySelectorAll('.tabs')) {
  const tab = row.querySelector('[aria-current]')?.getBoundingClientRect();
  const seen = row.getBoundingClientRect();
  if (tab && tab.right > seen.right) row.scrollLeft += tab.left - seen.left - (seen.width - tab.width) / 2;
}
