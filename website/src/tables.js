// A table that is wider than the page scrolls, also with the keyboard.
export function onRouteDidUpdate() {
  setTimeout(() => document.querySelectorAll('.markdown table').forEach((table) => table.setAttribute('tabindex', '0')));
}
