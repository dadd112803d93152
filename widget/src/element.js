import { html, render } from "lit/html.js";
import { Conversation } from "./chat/conversation.js";
import { spoken } from "./markdown.js";
import { drawnSoon } from "./drawing.js";
import styles from "./styles.css";
import { languageOf, textsFor } from "./texts/index.js";
import { composer } from "./view/composer.js";
import { header, menu, question } from "./view/header.js";
import { launcher, teaser } from "./view/launcher.js";
import { log } from "./view/log.js";

/** @typedef {import("./types").ChatEvent} ChatEvent */
/** @typedef {import("./types").Content} Content */

const FULL_SCREEN = matchMedia("(max-width: 32em), (max-height: 30em)");
const DARK = matchMedia("(prefers-color-scheme: dark)");
const FINE_POINTER = matchMedia("(pointer: fine)");
const NEAR_PX = 80;

/** `<clinic-chat>`: the launcher, the panel and everything in it. */
export class ClinicChat extends HTMLElement {
  static observedAttributes = ["lang", "dir", "theme", "name", "teaser", "launcher"];
  /** Where the script came from. */
  static server = location.origin;

  isOpen = false;
  unread = 0;
  language = "";
  texts = textsFor("");
  menuOpen = false;
  large = false;
  teased = false;
  /** @type {"" | "end" | "erase"} */
  asking = "";

  /** Draw it anew, soon. */
  changed = drawnSoon(() => this.isConnected && this.#draw());

  #root = this.attachShadow({ mode: "open" });
  /** @type {Conversation | undefined} */
  #talk;
  /** @type {HTMLElement | null} */
  #opener = null;
  /** To say a time is slow, and said again and again. @type {Record<string, string>} */
  #times = {};
  #follows = true; // the log's end stays in view
  #arrived = 0; // seq of a reply that was not seen yet

  // What a page may call.

  open() {
    if (this.isOpen) return;
    this.#opener = /** @type {HTMLElement | null} */ (document.activeElement);
    this.#follows = true;
    this.set({ isOpen: true, teased: true, unread: 0 });
    this.#tell("open");
  }

  close() {
    if (!this.isOpen) return;
    this.set({ isOpen: false, menuOpen: false, asking: "" });
    this.#tell("close");
  }

  /** Say something in the visitor's name. @param {string} text */
  send(text) {
    const said = text.trim();
    if (said) this.#say({ text: said });
  }

  // What the views ask for.

  /** @param {Partial<ClinicChat>} state */
  set(state) {
    Object.assign(this, state);
    return this.changed();
  }

  /** @param {string} selector */
  pick(selector) {
    return /** @type {HTMLElement | null} */ (this.#root.querySelector(selector));
  }

  /** @param {string} selector */
  focusOn(selector) {
    this.pick(selector)?.focus({ preventScroll: true });
  }

  get talk() {
    return (this.#talk ??= this.#conversation());
  }

  /** @param {string} name */
  attribute(name, otherwise = "") {
    return this.getAttribute(name) ?? otherwise;
  }

  /** @param {string} at */
  time(at) {
    return (this.#times[at + this.language] ??= new Date(at).toLocaleTimeString(this.language, { hour: "numeric", minute: "2-digit" }));
  }

  /** @param {string} at */
  day(at) {
    return new Date(at).toLocaleDateString(this.language, { weekday: "long", day: "numeric", month: "long" });
  }

  async download() {
    this.set({ menuOpen: false });
    this.focusOn("#more");
    const text = await this.talk.download();
    if (!text) return;
    const href = URL.createObjectURL(new Blob([text]));
    Object.assign(document.createElement("a"), { href, download: "chat.txt" }).click();
  }

  /** @param {"end" | "erase"} asking */
  async ask(asking) {
    await this.set({ asking, menuOpen: false });
    this.focusOn("#cancel");
  }

  /** @param {boolean} yes */
  async answer(yes) {
    const { asking } = this;
    await this.set({ asking: "" });
    this.focusOn(yes ? "#field" : "#more");
    if (yes) await this.talk[/** @type {"end"} */ (asking)]();
  }

  /** A button of the conversation was pressed. @param {Content} content */
  choose(content) {
    this.#say(content);
    this.focusOn(FINE_POINTER.matches ? "#field" : "#log"); // the button goes away
  }

  /** @param {import("./types").OutgoingMessage} message */
  takeBack(message) {
    this.talk.forget(message.id);
    this.write(this.#field.value || message.text || message.title || "");
  }

  /** Put something into the field. @param {string} text */
  write(text) {
    this.#field.value = text;
    this.typing();
    this.#field.focus();
  }

  submit() {
    this.send(this.#field.value);
    this.write("");
  }

  /** The visitor has changed the message. */
  typing() {
    const { value, style } = this.#field;
    if (value) this.talk.tellTyping();
    style.blockSize = "auto";
    style.blockSize = value && `${this.#field.scrollHeight}px`;
  }

  /** @param {string} day such as 2026-12-24 */
  insertDate(day) {
    const typed = this.#field.value.trim();
    if (day) this.write((typed && `${typed}, `) + this.day(`${day}T12:00`));
  }

  // How it lives in the page.

  #connected = new AbortController();

  constructor() {
    super();
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
    this.#root.adoptedStyleSheets = [sheet];
  }

  async connectedCallback() {
    const { signal } = this.#connected = new AbortController();
    for (const around of [FULL_SCREEN, DARK]) around.addEventListener("change", this.changed, { signal });
    visualViewport?.addEventListener("resize", this.changed, { signal });
    await this.changed();
    if (this.isConnected) this.talk.resume();
  }

  disconnectedCallback() {
    this.#connected.abort();
    this.talk.pause();
  }

  attributeChangedCallback() {
    this.changed();
  }

  #draw() {
    this.language = languageOf(this);
    this.texts = textsFor(this.language);
    const end = this.pick("#log");
    if (end && end.scrollHeight - end.scrollTop - end.clientHeight < NEAR_PX) this.#follows = true;
    render(this.#view(), this.#root);
    // Every class is a part, so that the page can style it.
    for (const { part, className } of this.#root.querySelectorAll("[class]")) {
      if (part.value !== className) part.value = className;
    }
    if (this.isOpen) this.#fit(this.#panel);
    else if (this.#panel.open) {
      this.#panel.close();
      this.#focusOnOpener();
    }
    if (this.#follows) this.#scroll();
  }

  #view() {
    const { texts } = this;
    return html`
      <div class="root ${this.attribute("theme") || (DARK.matches ? "dark" : "")} ${this.large ? "large" : ""}" lang=${texts.lang}
        dir=${getComputedStyle(this).direction} role="region" aria-label=${texts.title}>
        ${teaser(this)}
        ${launcher(this)}
        <dialog class="panel" aria-labelledby="title" @keydown=${this.#key} @cancel=${this.#cancel} @close=${this.#closed} @click=${this.#click}>
          ${header(this)}
          ${menu(this)}
          ${log(this)}
          ${composer(this)}
          ${question(this)}
          <div class="quiet" id="announcer" aria-live="polite"></div>
        </dialog>
      </div>`;
  }

  #conversation() {
    const server = this.attribute("server", ClinicChat.server).replace(/\/$/, "");
    const talk = new Conversation(server, this.attribute("storage") !== "none", () => this.language.split("-")[0]);
    talk.onChange = this.changed;
    talk.onMessage = (event) => this.#heard(event);
    return talk;
  }

  /** @param {Content} content */
  #say(content) {
    this.#follows = true;
    this.#arrived = 0;
    this.talk.say(content);
    this.#tell("send");
  }

  /** @param {ChatEvent} event */
  #heard(event) {
    const { seq, role } = event;
    this.#tell("message", { seq, role });
    if (role === "user") return;
    this.#arrived ||= seq;
    if (this.isOpen) return this.#announce(event);
    this.set({ unread: this.unread + 1 });
  }

  /** Have it read out, once. @param {ChatEvent} event */
  #announce({ role, text, buttons }) {
    const { texts } = this;
    const said = document.createElement("p");
    const offers = buttons.map(({ title }) => title).join(", ");
    said.textContent = `${texts[role]}: ${spoken(text)}${offers && ` ${texts.offered}: ${offers}.`}`;
    this.pick("#announcer")?.append(said);
    setTimeout(() => said.remove(), 10_000);
  }

  #focusOnOpener() {
    const opener = this.#opener;
    if (opener?.isConnected && opener !== document.body && opener !== this) opener.focus();
    else this.focusOn(".launcher");
  }

  /** A window beside the page, or all of a small screen. @param {HTMLDialogElement} panel */
  #fit(panel) {
    const modal = FULL_SCREEN.matches;
    // The keyboard of a phone covers a part of the screen that the page does not know of.
    panel.style.setProperty("--height", modal && visualViewport ? `${visualViewport.height}px` : "");
    if (panel.open && panel.matches(":modal") === modal) return;
    const focused = panel.open && /** @type {HTMLElement | null} */ (this.#root.activeElement);
    panel.close();
    if (modal) panel.showModal();
    else panel.show();
    if (focused) focused.focus();
    else this.focusOn(FINE_POINTER.matches ? "#field" : "#log");
  }

  #scroll() {
    const end = this.pick("#log");
    if (!end || !this.isOpen) return;
    this.#follows = false;
    const row = this.pick(`[data-seq="${this.#arrived}"]`);
    this.#arrived = 0;
    // Of an answer that is taller than the log the beginning is shown.
    end.scrollTop = Math.min(end.scrollHeight, row ? row.offsetTop - 12 : Infinity);
  }

  #key = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    this.#cancel(event);
  };

  /** One step back: out of the question, the menu, the panel. */
  #cancel = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (this.asking) return void this.answer(false);
    if (!this.menuOpen) return this.close();
    this.set({ menuOpen: false });
    this.focusOn("#more");
  };

  /** The browser itself may close it, for the back gesture of a phone. */
  #closed = () => {
    if (!this.#panel.open) this.close();
  };

  #click = (/** @type {Event} */ { target }) => {
    if (!(/** @type {Element} */ (target).closest("#menu, #more"))) this.set({ menuOpen: false });
  };

  get #panel() {
    return /** @type {HTMLDialogElement} */ (this.pick("dialog"));
  }

  get #field() {
    return /** @type {HTMLTextAreaElement} */ (this.pick("#field"));
  }

  /** @param {string} name @param {object} [detail] */
  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(`clinic-chat:${name}`, { bubbles: true, composed: true, detail }));
  }
}
