import { alone } from "./alone.js";
import { Refusal } from "./api.js";

/** @typedef {import("../types").Grant} Grant */
/** @typedef {import("../types").Tell} Tell */

/** The token of the conversation: opened when it is first needed, renewed when it dies. */
export class Session {
  #api;
  #storage;
  #tell;
  #locale;

  /** @param {import("./api").Api} api @param {import("./storage").Storage} storage @param {Tell} tell @param {() => string} locale */
  constructor(api, storage, tell, locale) {
    this.#api = api;
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
      this.#tell("opened", dead);
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
