import { Refusal, serverAnswers } from "./api.js";
import { wakeAll } from "./backoff.js";
import { Feed } from "./feed.js";
import { Outbox } from "./outbox.js";
import { Session } from "./session.js";
import { Storage } from "./storage.js";
import { Transcript } from "./transcript.js";

/** @typedef {import("../types").Trouble} Trouble */
/** @typedef {import("../types").Notice} Notice */
/** @typedef {import("../types").ChatEvent} ChatEvent */

const LOST_FOR_MS = 1500; // a shorter gap is nobody's concern
const TYPING_MS = 8000; // where nobody can say when it ends
const TELL_TYPING_MS = 5000;
const BARRED_AFTER = 3; // failures in a row while the server answers others
const BARRED_S = 60;
/** Worst first. @type {Trouble[]} */
const TROUBLES = ["blocked", "many", "reconnecting", "delayed"];

/** One visitor's conversation with the server, kept alive. */
export class Conversation {
  #server;
  #storage;
  #session;
  #outbox;
  #feed;
  #shown = ""; // the conversation that the transcript shows
  #isLive = false; // what was said before is here, so that everything from now on is new
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
  /** Something new was said. @type {(event: ChatEvent) => void} */
  onMessage = () => {};

  /** @param {string} server @param {boolean} persistent @param {() => string} locale */
  constructor(server, persistent, locale) {
    const tell = (/** @type {string} */ kind, /** @type {any} */ data) => this.#on[kind]?.(data);
    this.#server = server;
    this.#storage = new Storage(server, persistent);
    this.#session = new Session(server, this.#storage, tell, locale);
    this.#outbox = new Outbox(this.#session, this.#storage, tell, server);
    this.#feed = new Feed(this.#session, tell);
    this.#storage.listen(() => this.#otherTab());
    for (const type of ["online", "offline"]) addEventListener(type, () => this.#network());
    addEventListener("online", () => this.#feed.restart());
    document.addEventListener("visibilitychange", () => this.#network());
  }

  /** The worst thing that holds it up. @returns {Trouble} */
  get trouble() {
    if (!navigator.onLine) return "offline";
    return TROUBLES.find((trouble) => this.#troubles.has(trouble)) ?? "";
  }

  /** Go on with the conversation that this device knows, if there is one. */
  resume() {
    this.#shown = this.#session.conversation;
    this.#follow();
    if (this.#shown) this.#feed.start();
    this.#outbox.send();
  }

  /** Nobody looks: only what waits to be sent goes on. */
  pause() {
    this.#feed.pause();
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
    this.onChange();
  }

  /** Let a person who has joined see that the visitor types. */
  tellTyping() {
    if (this.transcript.holder === "bot" || Date.now() < this.#toldTyping + TELL_TYPING_MS) return;
    this.#toldTyping = Date.now();
    this.#session.call("POST", "/typing").catch(() => {});
  }

  /** @param {number} seq @param {boolean} helpful */
  async rate(seq, helpful) {
    const { ratings } = this.transcript;
    ratings.set(seq, helpful);
    this.onChange();
    try {
      await this.#session.call("POST", "/feedback", { body: { seq, helpful } });
    } catch {
      ratings.delete(seq);
      this.#note("notDone");
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
      if (this.#shown) await this.#session.call("DELETE", "/sessions/current");
      this.#leave("erased");
    } catch {
      this.#note("notDone");
    }
  }

  /** What the parts tell. @type {Record<string, (data: any) => unknown>} */
  #on = {
    opened: (/** @type {unknown} */ before) => this.#opened(before ? "lost" : ""),
    outbox: () => this.#follow(),
    sent: () => {
      this.#barred = 0;
      this.#clear("many", "blocked");
      if (this.#feed.polling && this.transcript.holder === "bot") this.#showTyping(TYPING_MS);
    },
    refused: (/** @type {import("../types").OutgoingMessage} */ message) => this.transcript.refuse(message),
    held: (/** @type {unknown} */ error) => this.#held(error),
    lost: () => this.#lost(),
    message: (/** @type {ChatEvent} */ event) => {
      this.#found();
      this.transcript.add(event);
      if (event.role !== "user") this.#answered();
      if (this.#isLive) this.onMessage(event);
      this.onChange();
    },
    ready: () => {
      this.#isLive = true;
      this.#found();
    },
    typing: (/** @type {{reply_to?: string}} */ { reply_to }) => this.#showTyping(reply_to ? 0 : TYPING_MS),
    delayed: () => this.#suffer("delayed"),
    turn_done: () => this.#answered(),
  };

  /** @param {Notice} notice */
  #opened(notice) {
    this.#shown = this.#session.conversation;
    this.#feed.stop();
    this.transcript.reset();
    this.#isLive = true; // all of a new conversation is new
    this.#note(notice);
    this.#feed.start();
  }

  /** @param {Notice} notice */
  #leave(notice) {
    this.#feed.stop();
    this.#storage.drop();
    this.transcript = new Transcript();
    this.#shown = "";
    this.#isLive = this.typing = false;
    this.#troubles.clear();
    this.#note(notice);
  }

  #otherTab() {
    const now = this.#session.conversation;
    if (!now && this.#shown) return this.#leave("ended");
    if (now !== this.#shown) this.#opened("");
    this.#follow();
  }

  #network() {
    if (!document.hidden) wakeAll();
    this.#outbox.send();
    this.onChange();
  }

  /** @param {unknown} error @returns {Promise<number>} seconds to wait at least */
  async #held(error) {
    if (error instanceof Refusal) {
      if (error.status === 429) this.#suffer("many");
      else this.#lost();
      return error.retryAfter;
    }
    this.#lost();
    // A page that is not allowed gets no answer to read: to it that looks like a broken network.
    this.#barred = navigator.onLine && (await serverAnswers(this.#server)) ? this.#barred + 1 : 0;
    if (this.#barred < BARRED_AFTER) return 0;
    this.#suffer("blocked");
    return BARRED_S;
  }

  #lost() {
    this.#lostTimer ||= setTimeout(() => this.#suffer("reconnecting"), LOST_FOR_MS);
  }

  #found() {
    clearTimeout(this.#lostTimer);
    this.#lostTimer = 0;
    this.#clear("reconnecting");
  }

  #answered() {
    this.typing = false;
    this.#clear("delayed");
  }

  /** @param {number} [forMs] until it is answered, where it is not given */
  #showTyping(forMs) {
    this.typing = true;
    clearTimeout(this.#typingTimer);
    if (forMs) this.#typingTimer = setTimeout(() => this.#answered(), forMs);
    this.onChange();
  }

  #follow() {
    this.transcript.follow(this.#outbox.messages);
    this.onChange();
  }

  /** @param {Trouble} trouble */
  #suffer(trouble) {
    this.#troubles.add(trouble);
    this.onChange();
  }

  /** @param {Trouble[]} troubles */
  #clear(...troubles) {
    for (const trouble of troubles) this.#troubles.delete(trouble);
    this.onChange();
  }

  /** @param {Notice} notice */
  #note(notice) {
    this.notice = notice;
    this.onChange();
  }
}
