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

// A text that is too long is said to be so and not cut: a field with `maxlength` cuts what is pasted.
document.addEventListener("input", ({ target }) => {
  const most = Number(target.dataset.most);
  if (!most) return;
  const length = [...target.value.replaceAll("\n", "\r\n")].length; // as it is sent and counted
  const told = target.validity.customError;
  target.setCustomValidity(length > most ? `${length} characters are too many: ${most} fit.` : "");
  if (length > most && !told) target.reportValidity();
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

for (const each of document.querySelectorAll("[data-print]")) {
  each.hidden = false; // without scripts the browser's own menu prints
  each.addEventListener("click", () => print());
}
