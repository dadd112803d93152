import { alone } from "./alone.js";
import { callServer, Refusal } from "./api.js";

/** @typedef {import("../types").Grant} Grant */
/** @typedef {import("../types").Tell} Tell */

/** The token of the conversation: opened when it is first needed, renewed when it dies. */
export class Session {
  #server;
  #storage;
  #tell;
  #locale;

  /** @param {string} server @param {import("./storage").Storage} storage @param {Tell} tell @param {() => string} locale */
  constructor(server, storage, tell, locale) {
    this.#server = server;
    this.#storage = storage;
    this.#tell = tell;
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
    const grant = this.#storage.grant ?? (await this.#fresh(null));
    const attempt = (/** @type {Grant} */ { token }) => callServer(this.#server, method, path, { ...call, token });
    try {
      return await attempt(grant);
    } catch (error) {
      if (!isDead(error)) throw error;
      return attempt(await this.#fresh(grant));
    }
  }

  /** A token that is good, unless another tab has got one meanwhile. @param {Grant | null} dead the one that is not, if there was one */
  #fresh(dead) {
    return alone(`clinic-chat:${this.#server}:session`, async () => {
      const now = this.#storage.grant;
      if (now && now.token !== dead?.token) return now;
      const renewed = dead && (await this.#ask("/sessions/current", dead).catch(unlessDead));
      const grant = renewed ?? (await this.#ask("/sessions", { body: { locale: this.#locale() } }));
      this.#storage.grant = grant;
      if (!renewed) this.#tell("opened", dead);
      return grant;
    });
  }

  /** @param {string} path @param {import("./api").Call} call @returns {Promise<Grant>} */
  async #ask(path, { token, body }) {
    return (await callServer(this.#server, "POST", path, { token, body })).json();
  }
}

/** @param {unknown} error */
const isDead = (error) => error instanceof Refusal && error.status === 401;

/** @param {unknown} error */
const unlessDead = (error) => {
  if (!isDead(error)) throw error;
};
