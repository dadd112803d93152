import { html } from "lit/html.js";
import { formatted } from "../markdown.js";

/** The read-back of a request: each entry with a button that changes it. @param {import("../element").ClinicChat} host @param {import("../types").ChatEvent} event */
export function card(host, event) {
  const { texts, talk } = host;
  const open = talk.transcript.isOpenFor(event);
  const fields = event.card?.fields ?? [];
  // In the text the entries stand as a list, for clients without cards.
  const listed = fields.map(({ label, value }) => `- **${label}:** ${value}`);
  const [above, ...below] = event.text.split("\n").filter((line) => !listed.includes(line));
  const entries = fields.map(({ label, value, edit }) => {
    const title = `${texts.edit}: ${label}`;
    const press = () => host.choose({ button: edit, title });
    return html`
      <div><dt>${label}</dt><dd dir="auto">${value}</dd>
      ${open ? html`<dd class="change"><button aria-label=${title} @click=${press}>${texts.edit}</button></dd>` : ""}</div>`;
  });
  return [formatted(above), html`<dl class="card">${entries}</dl>`, formatted(below.join("\n"))];
}
