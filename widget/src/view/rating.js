import { html } from "lit/html.js";
import { thumb } from "./icons.js";

/** Whether an answer was helpful. @param {import("../element").ClinicChat} host @param {number} seq */
export function rating(host, seq) {
  const { texts, talk } = host;
  const given = talk.transcript.ratings.get(seq);
  const button = (/** @type {boolean} */ helpful) => html`
    <button class="icon thumb ${helpful ? "" : "down"}" type="button" aria-label=${helpful ? texts.yes : texts.no}
      aria-pressed=${given === helpful} @click=${() => talk.rate(seq, helpful)}>${thumb}</button>`;
  return html`
    <span class="rating" role="group" aria-label=${texts.helpful}>
      <span>${given === undefined ? texts.helpful : texts.thanks}</span>${button(true)}${button(false)}
    </span>`;
}
