// "/" goes to the query line of the page, where it has one, else to the search box of the page head.
document.addEventListener('keydown', event => {
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest('input, textarea, select, [contenteditable]')) return;
  const box = document.querySelector('[data-slash]') || document.querySelector('[data-omni]');
  if (!box || !box.offsetParent) return;
  event.preventDefault();
  box.focus();
  box.select();
});
