import { html } from "lit/html.js";
import { arrow, calendar } from "./icons.js";

/** @typedef {import("../element").ClinicChat} ClinicChat */

const LONGEST = 2000; // characters, the server's limit

/** Which keyboard and which of the browser's own entries fit the answer. @type {Record<string, string[]>} */
const KEYBOARDS = { phone: ["tel", "tel"], email: ["email", "email"], name: ["text", "name"] };

/** @param {ClinicChat} host */
export function composer(host) {
  const { texts } = host;
  const asked = host.talk.transcript.lastReply?.ask ?? "";
  const [mode = "text", fill = "off"] = KEYBOARDS[asked] ?? [];
  return html`
    <form class="composer" ?inert=${!!host.asking} @submit=${(/** @type {Event} */ event) => submit(host, event)}>
      ${asked === "date" ? dateButton(host) : ""}
      <textarea class="field" id="field" rows="1" maxlength=${LONGEST} enterkeyhint="send" aria-label=${texts.field} placeholder=${texts.placeholder}
        inputmode=${mode} autocomplete=${fill} dir="auto"
        @input=${() => host.typing()} @keydown=${(/** @type {KeyboardEvent} */ event) => key(host, event)}></textarea>
      <button class="icon send" type="submit" aria-label=${texts.send}>${arrow}</button>
    </form>`;
}

/** A calendar that writes its date into the message, which stays in the visitor's words. @param {ClinicChat} host */
function dateButton(host) {
  const field = () => /** @type {HTMLInputElement} */ (host.pick("#date"));
  return html`
    <span class="date">
      <input id="date" type="date" tabindex="-1" aria-hidden="true" @change=${() => host.insertDate(field().value)}>
      <button class="icon" type="button" aria-label=${host.texts.date} @click=${() => field().showPicker()}>${calendar}</button>
    </span>`;
}

/** @param {ClinicChat} host @param {Event} event */
function submit(host, event) {
  event.preventDefault();
  host.submit();
}

/** @param {ClinicChat} host @param {KeyboardEvent} event */
function key(host, event) {
  // While a word is composed, Enter belongs to the keyboard's own list; Safari says so by 229 only.
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229) submit(host, event);
}
