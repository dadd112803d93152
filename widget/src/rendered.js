import { render } from "lit/html.js";
import styles from "./styles.css";

/** An element that draws itself with lit-html after something has changed. */
export class Rendered extends HTMLElement {
  #root = this.attachShadow({ mode: "open" });
  /** @type {Promise<void> | null} */
  #drawing = null;

  constructor() {
    super();
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
    this.#root.adoptedStyleSheets = [sheet];
  }

  /** Resolves when what has changed is drawn. @returns {Promise<void>} */
  changed() {
    return (this.#drawing ??= Promise.resolve().then(() => {
      this.#drawing = null;
      if (!this.isConnected) return;
      this.willDraw();
      render(this.draw(), this.#root);
      // Every class is a part, so that the page can style it.
      for (const each of this.#root.querySelectorAll("[class]")) each.part.value = each.className;
      this.drawn();
    }));
  }

  /** @param {Partial<import("./element").ClinicChat>} state */
  set(state) {
    Object.assign(this, state);
    return this.changed();
  }

  /** @returns {unknown} */
  draw() {
    return "";
  }

  willDraw() {}

  drawn() {}

  /** @param {string} selector */
  pick(selector) {
    return /** @type {HTMLElement | null} */ (this.#root.querySelector(selector));
  }

  /** @param {string} selector */
  focusOn(selector) {
    this.pick(selector)?.focus({ preventScroll: true });
  }

  /** The element of this one that has the focus. */
  get focused() {
    return /** @type {HTMLElement | null} */ (this.#root.activeElement);
  }
}
