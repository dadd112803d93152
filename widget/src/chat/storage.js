/**
 * What is kept on the visitor's device: the token and each message that was not sent yet, under a
 * key of its own, so that two tabs never overwrite each other's.
 */
export class Storage {
  /** localStorage, or what lives as long as the page. @type {Record<string, string>} */
  #kept = {};
  #prefix;
  #lastNumber = 0;

  /** @param {string} server @param {boolean} persistent */
  constructor(server, persistent) {
    this.#prefix = `clinic-chat:${server}:`;
    try {
      if (persistent) this.#kept = localStorage;
    } catch {
      // The browser forbids it.
    }
  }

  /** @returns {import("../types").Grant | null} */
  get grant() {
    return this.#get(this.#prefix + "token");
  }

  set grant(grant) {
    this.#set("token", grant);
  }

  /** The messages to send, oldest first. @returns {import("../types").OutgoingMessage[]} */
  get outbox() {
    return this.#keys("out:").map((key) => this.#get(key)).filter(Boolean);
  }

  /** @param {import("../types").OutgoingMessage} message */
  put(message) {
    const known = this.#keys("out:", message.id)[0]?.slice(this.#prefix.length);
    this.#lastNumber = Math.max(Date.now() * 100, this.#lastNumber + 1);
    this.#set(known ?? `out:${this.#lastNumber}:${message.id}`, message);
  }

  /** Forget one message, or everything. */
  drop(id = "") {
    for (const key of this.#keys(id && "out:", id)) delete this.#kept[key];
  }

  /** Call back when another tab has changed something. @param {() => void} changed */
  listen(changed) {
    addEventListener("storage", ({ key }) => {
      if (!key || key.startsWith(this.#prefix)) changed();
    });
  }

  /** @param {string} start @param {string} [end] */
  #keys(start, end = "") {
    const begin = this.#prefix + start;
    return Object.keys(this.#kept).filter((key) => key.startsWith(begin) && key.endsWith(end)).sort();
  }

  /** What cannot be read is nothing. @param {string} key */
  #get(key) {
    try {
      return JSON.parse(this.#kept[key]);
    } catch {
      return null;
    }
  }

  /** @param {string} key @param {unknown} value */
  #set(key, value) {
    const entry = { [this.#prefix + key]: JSON.stringify(value) };
    try {
      Object.assign(this.#kept, entry);
    } catch {
      this.#kept = { ...this.#kept, ...entry }; // it is full
    }
  }
}
