import { html } from "lit/html.js";

/** @typedef {{ title: string, content?: import("../types").Content, does?: () => void }} Choice */

/** Quick replies: each says something in the visitor's name. @param {import("../element").ClinicChat} host @param {Choice[]} buttons */
export const choices = (host, buttons) => html`
  <div class="choices" role="group" aria-label=${host.texts.offered}>
    ${buttons.map(({ title, content, does }) =>
      html`<button class="choice" @click=${() => (content ? host.choose(content) : does?.())}>${title}</button>`)}
  </div>`;
