import { alone } from "./alone.js";
import { Refusal } from "./api.js";

/** @typedef {import("../types").Grant} Grant */

/** The token of the conversation: opened when it is first needed, renewed when it dies. */
export class Session {
  #api;
  #storage;
  #locale;

  /** Called when a conversation was opened: `again` where an earlier one is gone. @type {(again: boolean) => void} */
  onOpened = () => {};

  /** @param {import("./api").Api} api @param {import("./storage").Storage} storage @param {() => string} locale */
  constructor(api, storage, locale) {
    this.#api = api;
    this.#storage = storage;
    this.#locale = locale;
  }

  /** Empty where there is none. */
  get conversation() {
    return this.#storage.grant?.conversation ?? "";
  }

  /**
   * A call with the token, which is made anew once where the server refuses it.
   * @param {string} method @param {string} path @param {import("./api").Call} [call]
   */
  async call(method, path, call = {}) {
    const grant = this.#storage.grant ?? (await this.#open(null));
    try {
      return await this.#api.call(method, path, { ...call, token: grant.token });
    } catch (error) {
      if (!isDead(error)) throw error;
      const { token } = await this.#renew(grant);
      return this.#api.call(method, path, { ...call, token });
    }
  }

  /** @param {Grant | null} dead the one that is no longer good, if there was one */
  #open(dead) {
    return this.#changed(dead, async () => {
      const grant = await this.#ask("/sessions", { body: { locale: this.#locale() } });
      this.#storage.grant = grant;
      this.onOpened(dead !== null);
      return grant;
    });
  }

  /** @param {Grant} dead */
  async #renew(dead) {
    try {
      return await this.#changed(dead, async () => {
        return (this.#storage.grant = await this.#ask("/sessions/current", { token: dead.token }));
      });
    } catch (error) {
      if (isDead(error)) return this.#open(dead);
      throw error;
    }
  }

  /** Another tab may have done it meanwhile. @param {Grant | null} from @param {() => Promise<Grant>} change */
  #changed(from, change) {
    return alone(`clinic-chat:${this.#api.server}:session`, async () => {
      const now = this.#storage.grant;
      return now && now.token !== from?.token ? now : change();
    });
  }

  /** @param {string} path @param {import("./api").Call} call @returns {Promise<Grant>} */
  async #ask(path, call) {
    const { token, conversation } = await (await this.#api.call("POST", path, call)).json();
    return { token, conversation };
  }
}

/** @param {unknown} error */
const isDead = (error) => error instanceof Refusal && error.status === 401;
