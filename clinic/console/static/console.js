// The keys of a page, the same in every browser: Alt and the letter that stands on the button.
"use strict";

for (const each of document.querySelectorAll("[accesskey]")) {
  each.dataset.key = each.accessKey.toLowerCase();
  each.removeAttribute("accesskey"); // or the browser would press it a second time
}

document.addEventListener("keydown", (event) => {
  const letter = /^Key([A-Z])$/.exec(event.code);
  if (!letter || !event.altKey || event.ctrlKey || event.metaKey) return;
  const target = document.querySelector(`[data-key="${letter[1].toLowerCase()}"]`);
  if (!target) return;
  event.preventDefault();
  target.click();
});
