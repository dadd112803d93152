import { alone } from "./alone.js";
import { Refusal } from "./api.js";
import { Backoff } from "./backoff.js";
import { uuid4 } from "./uuid.js";

/** @typedef {import("../types").OutgoingMessage} OutgoingMessage */
/** @typedef {import("../types").Tell} Tell */

const NEVER = [400, 403, 413, 422]; // the same message would be refused again

/** Sends the visitor's messages in order, one at a time, until the server has stored each. */
export class Outbox {
  #session;
  #storage;
  #tell;
  #name;
  #sending = false;
  #backoff = new Backoff();

  /** @param {import("./session").Session} session @param {import("./storage").Storage} storage @param {Tell} tell @param {string} server */
  constructor(session, storage, tell, server) {
    this.#session = session;
    this.#storage = storage;
    this.#tell = tell;
    this.#name = `clinic-chat:${server}:outbox`;
  }

  get messages() {
    return this.#storage.outbox;
  }

  /** @param {import("../types").Content} content */
  add(content) {
    this.#storage.put({ id: uuid4(), at: new Date().toISOString(), ...content });
    this.#tell("outbox");
    this.send();
  }

  async send() {
    if (this.#sending) return;
    this.#sending = true;
    while (this.messages.length) {
      // Nothing is held while it waits: another tab may go on meanwhile.
      const wait = await alone(this.#name, () => this.#drain());
      if (wait !== null) await this.#backoff.wait(wait);
    }
    this.#sending = false;
  }

  /** @returns {Promise<number | null>} seconds to wait, null when all are sent */
  async #drain() {
    for (let message; (message = this.messages[0]); this.#tell("outbox")) {
      const { id, at, text, button, title } = message;
      try {
        await this.#session.call("POST", "/messages", { body: { id, text, button } });
        this.#backoff.reset();
        this.#tell("sent");
      } catch (error) {
        if (!(error instanceof Refusal && NEVER.includes(error.status))) return this.#tell("held", error);
        if (title) {
          // The conversation that offered the button is gone; what it says still means something.
          this.#storage.put({ id, at, text: title });
          continue;
        }
        this.#tell("refused", message);
      }
      this.#storage.drop(id);
    }
    return null;
  }
}
