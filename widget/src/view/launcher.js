import { html } from "lit/html.js";
import { chat, cross } from "./icons.js";

/** @typedef {import("../element").ClinicChat} ClinicChat */

/** The button that opens the chat, with the number of unread messages. @param {ClinicChat} host */
export function launcher(host) {
  const { texts, unread } = host;
  if (host.attribute("launcher") === "none") return "";
  return html`
    <button class="launcher" ?hidden=${host.isOpen} @click=${() => host.open()}>
      ${chat}
      <span>${texts.launch}</span>
      ${unread ? html`<span class="badge">${texts.unread(unread)}</span>` : ""}
    </button>`;
}

/** An invitation beside the launcher, where the page asks for one. @param {ClinicChat} host */
export function teaser(host) {
  const { texts } = host;
  if (!host.hasAttribute("teaser") || host.teased || host.isOpen) return "";
  return html`
    <div class="teaser">
      <button class="invite" @click=${() => host.open()}>${host.attribute("teaser") || texts.launch}</button>
      <button class="icon" aria-label=${texts.close} @click=${() => host.set({ teased: true })}>${cross}</button>
    </div>`;
}
