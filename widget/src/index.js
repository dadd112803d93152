import { ClinicChat } from "./element.js";

const script = /** @type {HTMLScriptElement | null} */ (document.currentScript);

/** A page without the element gets one; the script's data attributes become its attributes. */
function addWhereMissing() {
  if (document.querySelector("clinic-chat")) return;
  const element = document.createElement("clinic-chat");
  for (const [name, value] of Object.entries(script?.dataset ?? {})) element.setAttribute(name, value ?? "");
  document.body.append(element);
}

/** @param {Event} event */
function openFromPage(event) {
  const pressed = /** @type {Element | null} */ (event.target)?.closest?.("[data-open-chat]");
  const chat = /** @type {ClinicChat | null} */ (document.querySelector("clinic-chat"));
  if (pressed && chat) chat.open();
}

if (!customElements.get("clinic-chat")) {
  if (script?.src) ClinicChat.server = new URL(script.src).origin;
  customElements.define("clinic-chat", ClinicChat);
  document.addEventListener("click", openFromPage);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", addWhereMissing);
  else addWhereMissing();
}
