// In the demo: a press on an account fills it in.
document.addEventListener('click', event => {
  const button = event.target.closest('[data-account]');
  if (!button) return;
  document.getElementById('id_login').value = button.dataset.account;
  document.getElementById('id_password').value = button.dataset.password;
  document.getElementById('id_password').form.requestSubmit();
});
