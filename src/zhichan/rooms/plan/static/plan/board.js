// Cards of the board move by keyboard: M on a card opens its moves, a form that works without script too.
const dialog = document.getElementById('move-card');
const board = document.querySelector('[data-board]');

async function openMoves(card) {
  const body = dialog.querySelector('[data-move-body]');
  const url = board.dataset.moveUrl.replace('/0/', `/${card.dataset.task}/`);
  const reply = await fetch(url, {headers: {'HX-Request': 'true'}});
  if (!reply.ok) { location.href = card.href; return; }
  body.innerHTML = await reply.text();
  dialog.showModal();
  body.querySelector('input:not([type=hidden]), button, a')?.focus();
  dialog.addEventListener('close', () => card.focus(), {once: true});
}

// Arrow keys go from card to card: up and down within a column, left and right to the next column with one.
function step(card, key) {
  const cell = card.closest('[data-column]');
  const within = [...cell.querySelectorAll('.card')];
  const at = within.indexOf(card);
  if (key === 'ArrowDown' && within[at + 1]) return within[at + 1];
  if (key === 'ArrowUp' && within[at - 1]) return within[at - 1];
  const all = [...board.querySelectorAll('.card')];
  if (key === 'ArrowDown' || key === 'ArrowUp') {
    const column = all.filter(other => other.closest('[data-column]').dataset.column === cell.dataset.column);
    return column[column.indexOf(card) + (key === 'ArrowDown' ? 1 : -1)];
  }
  return all[all.indexOf(card) + (key === 'ArrowRight' ? 1 : -1)];
}

board?.addEventListener('keydown', event => {
  const card = event.target.closest('.card');
  if (!card || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === 'm' || event.key === 'M') {
    event.preventDefault();
    openMoves(card);
  } else if (event.key.startsWith('Arrow')) {
    const next = step(card, event.key);
    if (next) { event.preventDefault(); next.focus(); }
  }
});
