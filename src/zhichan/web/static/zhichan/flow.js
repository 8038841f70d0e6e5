// A diagram wider than its box begins where the matter stands.
for (const box of document.querySelectorAll('.flowwrap')) {
  const current = box.querySelector('.cur');
  if (!current) continue;
  const [here, frame] = [current.getBoundingClientRect(), box.getBoundingClientRect()];
  box.scrollLeft += here.left - frame.left - (frame.width - here.width) / 2;
}
