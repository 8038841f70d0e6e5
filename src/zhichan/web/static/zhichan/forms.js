// Filters apply on change, in a drawer by its button; forms are sent once, and the page prints from its own button.
document.addEventListener('change', event => {
  const form = event.target.closest('form[data-auto]');
  if (form && !form.closest('dialog') && event.target.matches('select, input[type=checkbox], input[type=radio], input[type=date]')) form.requestSubmit();
});

// A second press while the first is on its way sends nothing.
document.addEventListener('submit', event => {
  const form = event.target;
  if (form.method !== 'post' || form.hasAttribute('hx-post')) return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = 'yes';
  event.submitter?.setAttribute('aria-busy', 'true');
});
addEventListener('pageshow', () => {
  document.querySelectorAll('form[data-sent]').forEach(form => {
    delete form.dataset.sent;
    form.querySelectorAll('[aria-busy]').forEach(button => button.removeAttribute('aria-busy'));
  });
});

document.addEventListener('click', event => {
  if (event.target.closest('[data-print]')) print();
  const blocked = event.target.closest('[aria-disabled=true]');
  if (blocked) event.preventDefault();
});
