// The conditions of a search, which are folded on a phone once there are results, unfold.
const unfold = document.querySelector('[data-unfold]');
unfold?.addEventListener('click', () => {
  const isFolded = unfold.closest('.qb').classList.toggle('folded');
  unfold.setAttribute('aria-expanded', String(!isFolded));
});
