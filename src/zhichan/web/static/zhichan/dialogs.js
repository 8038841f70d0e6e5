// Native dialogs: data-open="id" opens, data-close closes, focus goes back to where it came from.
document.addEventListener('click', event => {
  const opener = event.target.closest('[data-open]');
  if (opener) {
    const dialog = document.getElementById(opener.dataset.open);
    if (!dialog) return;
    event.preventDefault();
    dialog.showModal();
    dialog.addEventListener('close', () => opener.focus(), {once: true});
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
