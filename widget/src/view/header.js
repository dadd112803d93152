import { html, nothing } from "lit/html.js";
import { chat, cross, dots } from "./icons.js";

/** @typedef {import("../element").ClinicChat} ClinicChat */

/** Who is talking, always in view, and the way out. @param {ClinicChat} host */
export function header(host) {
  const { texts, menuOpen, talk } = host;
  return html`
    <div class="head" ?inert=${!!host.asking}>
      <span class="mark" aria-hidden="true">${chat}</span>
      <div class="who">
        <h2 id="title">${host.attribute("name", texts.title)}</h2>
        <p class="label">${talk.transcript.holder === "bot" ? texts.label : texts.joined}</p>
      </div>
      <div class="tools">
        <button class="icon" id="more" aria-label=${texts.menu} aria-expanded=${menuOpen}
          @click=${() => host.set({ menuOpen: !menuOpen })}>${dots}</button>
        <button class="icon" id="close" aria-label=${texts.close} @click=${() => host.close()}>${cross}</button>
      </div>
    </div>`;
}

/** @param {ClinicChat} host */
export function menu(host) {
  const { texts, large } = host;
  const item = (/** @type {string} */ words, /** @type {() => void} */ does, pressed = /** @type {unknown} */ (nothing)) =>
    html`<li><button aria-pressed=${pressed} @click=${does}>${words}</button></li>`;
  return html`
    <ul class="menu" id="menu" ?hidden=${!host.menuOpen}>
      ${item(texts.larger, () => host.set({ large: !large }), large)}
      ${item(texts.download, () => host.download())}
      ${item(texts.end, () => host.ask("end"))}
      ${item(texts.erase, () => host.ask("erase"))}
    </ul>`;
}

/** Asked before something is gone. @param {ClinicChat} host */
export function question(host) {
  const { texts, asking } = host;
  if (!asking) return "";
  return html`
    <div class="veil">
      <div class="question" role="alertdialog" aria-labelledby="asks" aria-describedby="means">
        <h3 id="asks">${texts[`${asking}Sure`]}</h3>
        <p id="means">${texts[`${asking}Means`]}</p>
        <div class="choices">
          <button class="choice" id="cancel" @click=${() => host.answer(false)}>${texts.cancel}</button>
          <button class="choice strong" @click=${() => host.answer(true)}>${texts[asking]}</button>
        </div>
      </div>
    </div>`;
}
