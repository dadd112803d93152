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

// What is being typed is not left behind without a question, unless its own form is what is sent.
let sent = null;
let asks = true;

document.addEventListener("submit", (event) => {
  sent = event.defaultPrevented ? null : event.target;
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  asks = !link || link.protocol.startsWith("http"); // a call or a mail leaves the page where it is
});

window.addEventListener("beforeunload", (event) => {
  const fields = [...document.querySelectorAll("textarea")];
  const left = fields.some((each) => each.form !== sent && each.value !== each.defaultValue);
  if (left && asks) event.preventDefault();
  sent = null;
});
