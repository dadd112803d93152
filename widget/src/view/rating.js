import { html } from "lit/html.js";

/** Whether an answer was helpful. @param {import("../element").ClinicChat} host @param {number} seq */
export function rating(host, seq) {
  const { texts, talk } = host;
  const given = talk.transcript.ratings.get(seq);
  const button = (/** @type {string} */ words, /** @type {boolean} */ helpful) =>
    html`<button aria-pressed=${given === helpful} @click=${() => talk.rate(seq, helpful)}>${words}</button>`;
  return html`
    <span class="rating" role="group" aria-label=${texts.helpful}>
      ${given === undefined ? texts.helpful : texts.thanks} ${button(texts.yes, true)}${button(texts.no, false)}
    </span>`;
}
