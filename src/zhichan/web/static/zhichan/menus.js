// A details menu closes on Escape, on a click outside and when focus leaves it.
const open = () => document.querySelectorAll('details.menu[open]');

// It opens within the window, wherever its button stands.
const MARGIN = 12;
document.addEventListener('toggle', event => {
  const box = event.target.matches('details.menu[open]') && event.target.querySelector(':scope > div');
  if (!box) return;
  box.style.translate = '';
  const seen = box.getBoundingClientRect();
  const over = Math.max(0, seen.right - (document.documentElement.clientWidth - MARGIN));
  const short = Math.max(0, MARGIN - (seen.left - over));
  if (over || short) box.style.translate = `${short - over}px`;
}, true);

document.addEventListener('keydown', event => {
  if (event.key !== 'Escape') return;
  for (const menu of open()) {
    menu.open = false;
    if (menu.contains(document.activeElement)) menu.querySelector('summary').focus();
  }
});
document.addEventListener('click', event => {
  for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener('focusin', event => {
  for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
});
