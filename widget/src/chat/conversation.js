import { Api, Refusal } from "./api.js";
import { wakeAll } from "./backoff.js";
import { Feed } from "./feed.js";
import { Outbox } from "./outbox.js";
import { Session } from "./session.js";
import { Storage } from "./storage.js";
import { Transcript } from "./transcript.js";

/** @typedef {import("../types").Trouble} Trouble */
/** @typedef {import("../types").Notice} Notice */

const LOST_FOR_MS = 1500; // a shorter gap is nobody's concern
const TYPING_MS = 8000; // where nobody can say when it ends
const TELL_TYPING_MS = 5000;
const BARRED_AFTER = 3; // failures in a row while the server answers others
const BARRED_S = 60;

/** One visitor's conversation with the server, kept alive. */
export class Conversation {
  #api;
  #storage;
  #session;
  #outbox;
  #feed;
  #shown = ""; // the conversation that the transcript shows
  #live = false; // what was said before is here, so that everything from now on is new
  #barred = 0;
  #lostTimer = 0;
  #typingTimer = 0;
  #toldTyping = 0;
  /** @type {Set<Trouble>} */
  #troubles = new Set();

  transcript = new Transcript();
  typing = false;
  /** @type {Notice} */
  notice = "";

  /** There is something else to show. */
  onChange = () => {};
  /** Something new was said. @type {(event: import("../types").ChatEvent) => void} */
  onMessage = () => {};

  /** @param {{ server: string, persistent: boolean, locale: () => string }} options */
  constructor({ server, persistent, locale }) {
    this.#api = new Api(server);
    this.#storage = new Storage(server, persistent);
    this.#session = new Session(this.#api, this.#storage, locale);
    this.#outbox = new Outbox(this.#session, this.#storage, server);
    this.#feed = new Feed(this.#session);
    this.#connect();
  }

  /** Whether a person of the clinic was the last to answer. */
  get withPerson() {
    return this.transcript.lastReply?.role === "staff";
  }

  /** The worst thing that holds it up. @returns {Trouble} */
  get trouble() {
    if (!navigator.onLine) return "offline";
    const order = /** @type {const} */ (["blocked", "many", "reconnecting", "delayed"]);
    return order.find((trouble) => this.#troubles.has(trouble)) ?? "";
  }

  /** Go on with the conversation that this device knows, if there is one. */
  resume() {
    this.#shown = this.#session.conversation;
    this.#follow();
    if (this.#shown) this.#feed.start();
    this.#outbox.send();
  }

  /** @param {import("../types").Content} content */
  say(content) {
    this.notice = "";
    this.#barred = 0;
    this.#outbox.add(content);
  }

  /** Take a refused message back. @param {string} id */
  forget(id) {
    this.transcript.forget(id);
    this.#changed();
  }

  /** Let the person who has joined see that the visitor types. */
  tellTyping() {
    if (!this.withPerson || Date.now() < this.#toldTyping + TELL_TYPING_MS) return;
    this.#toldTyping = Date.now();
    this.#session.call("POST", "/typing").catch(() => {});
  }

  /** @param {number} seq @param {boolean} helpful */
  async rate(seq, helpful) {
    this.transcript.ratings.set(seq, helpful);
    this.#changed();
    try {
      await this.#session.call("POST", "/feedback", { body: { seq, helpful } });
    } catch {
      this.transcript.ratings.delete(seq);
      this.#changed();
    }
  }

  /** The visitor's own copy as text; empty where it cannot be had, which is told. */
  async download() {
    try {
      const headers = { Accept: "text/plain" };
      return await (await this.#session.call("GET", "/sessions/current/transcript", { headers })).text();
    } catch {
      this.#note("notDone");
      return "";
    }
  }

  /** Leave the conversation; the server keeps it. */
  end() {
    this.#leave("ended");
  }

  /** Erase the conversation everywhere. */
  async erase() {
    try {
      if (this.#session.conversation) await this.#session.call("DELETE", "/sessions/current");
    } catch {
      return this.#note("notDone");
    }
    this.#leave("erased");
  }

  #connect() {
    this.#session.onOpened = (again) => this.#opened(again ? "lost" : "");
    this.#outbox.onChanged = () => this.#follow();
    this.#outbox.onSent = () => this.#sent();
    this.#outbox.onRefused = (message) => this.transcript.refuse(message);
    this.#outbox.onHeld = (error) => this.#held(error);
    this.#feed.onEvent = (kind, data) => this.#received(kind, data);
    this.#feed.onLost = () => this.#lost();
    this.#storage.listen(() => this.#otherTab());
    for (const type of ["online", "offline", "pageshow"]) addEventListener(type, () => this.#network());
    document.addEventListener("visibilitychange", () => document.hidden || this.#network());
  }

  /** @param {Notice} notice */
  #opened(notice) {
    this.#shown = this.#session.conversation;
    this.#feed.stop();
    this.transcript.reset();
    this.#live = true; // all of a new conversation is new
    this.notice = notice || this.notice;
    this.#feed.start();
    this.#changed();
  }

  /** @param {Notice} notice */
  #leave(notice) {
    this.#feed.stop();
    this.#storage.drop();
    this.transcript = new Transcript();
    this.#shown = "";
    this.#live = this.typing = false;
    this.#troubles.clear();
    this.#note(notice);
  }

  #otherTab() {
    const now = this.#session.conversation;
    if (now === this.#shown) return this.#follow();
    if (!now) return this.#leave("ended");
    this.#opened("");
    this.#follow();
  }

  #network() {
    wakeAll();
    if (navigator.onLine) this.#outbox.send();
    this.#changed();
  }

  #sent() {
    this.#barred = 0;
    this.#troubles.delete("many");
    this.#troubles.delete("blocked");
    if (this.#feed.polling) this.#showTyping();
  }

  /** @param {unknown} error @returns {Promise<number>} seconds to wait at least */
  async #held(error) {
    if (error instanceof Refusal) {
      if (error.status === 429) this.#troubles.add("many");
      else this.#lost();
      this.#changed();
      return error.retryAfter;
    }
    this.#lost();
    // A page that is not allowed gets no answer to read: to it that looks like a broken network.
    this.#barred = navigator.onLine && (await this.#api.answers()) ? this.#barred + 1 : 0;
    if (this.#barred < BARRED_AFTER) return 0;
    this.#troubles.add("blocked");
    this.#changed();
    return BARRED_S;
  }

  #lost() {
    if (this.#lostTimer) return;
    this.#lostTimer = setTimeout(() => {
      this.#troubles.add("reconnecting");
      this.#changed();
    }, LOST_FOR_MS);
  }

  #found() {
    clearTimeout(this.#lostTimer);
    this.#lostTimer = 0;
    this.#troubles.delete("reconnecting");
  }

  /** @param {string} kind @param {any} data */
  #received(kind, data) {
    this.#found();
    if (kind === "message") this.#said(data);
    else if (kind === "ready") this.#live = true;
    else if (kind === "typing") this.#showTyping(0);
    else if (kind === "delayed") this.#troubles.add("delayed");
    else if (kind === "turn_done") this.#answered();
    this.#changed();
  }

  /** @param {import("../types").ChatEvent} event */
  #said(event) {
    this.transcript.add(event);
    if (event.role !== "user") this.#answered();
    if (this.#live) this.onMessage(event);
  }

  #answered() {
    this.typing = false;
    this.#troubles.delete("delayed");
  }

  /** @param {number} [forMs] 0 for until it is answered */
  #showTyping(forMs = TYPING_MS) {
    this.typing = true;
    clearTimeout(this.#typingTimer);
    if (!forMs) return;
    this.#typingTimer = setTimeout(() => {
      this.typing = false;
      this.#changed();
    }, forMs);
  }

  #follow() {
    this.transcript.follow(this.#outbox.messages);
    this.#changed();
  }

  /** @param {Notice} notice */
  #note(notice) {
    this.notice = notice;
    this.#changed();
  }

  #changed() {
    this.onChange();
  }
}
