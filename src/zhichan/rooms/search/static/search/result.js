// A patent opened beside the list: where the panel stands below the list, it is brought into view.
document.addEventListener('htmx:afterSettle', event => {
  if (event.target.id === 'result' && innerWidth < 1181) document.getElementById('card')?.scrollIntoView();
});
