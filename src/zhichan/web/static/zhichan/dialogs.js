// Native dialogs: data-open="id" opens, data-close closes, focus goes back to where it came from.
// A drawer with data-borrows="id" shows what stands beside the page on wide screens, and gives it back.
function borrow(dialog) {
  const lender = document.getElementById(dialog.dataset.borrows || '');
  if (!lender) return () => {};
  const body = dialog.querySelector('.bd');
  body.append(...lender.childNodes);
  return () => lender.append(...body.childNodes);
}

document.addEventListener('click', event => {
  const opener = event.target.closest('[data-open]');
  if (opener) {
    const dialog = document.getElementById(opener.dataset.open);
    if (!dialog) return;
    event.preventDefault();
    const giveBack = borrow(dialog);
    dialog.showModal();
    dialog.addEventListener('close', () => { giveBack(); opener.focus(); }, {once: true});
    return;
  }
  const closer = event.target.closest('[data-close]');
  if (closer) {
    event.preventDefault();
    closer.closest('dialog')?.close();
    return;
  }
  // A click on the dark ground around a drawer closes it; decisions stay open.
  if (event.target.matches('dialog.drawer')) event.target.close();
});
