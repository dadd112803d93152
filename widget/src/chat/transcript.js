/** @typedef {import("../types").ChatEvent} ChatEvent */
/** @typedef {import("../types").Outgoing} Outgoing */
/** @typedef {import("../types").OutgoingMessage} OutgoingMessage */

/** What is shown: the server's events, then the visitor's messages that it has not shown back. */
export class Transcript {
  /** @type {ChatEvent[]} */
  events = [];
  /** @type {Map<string, Outgoing>} */
  #outgoing = new Map();
  /** Ratings given on this page. @type {Map<number, boolean>} */
  ratings = new Map();

  get outgoing() {
    return [...this.#outgoing.values()];
  }

  /** The last thing that the assistant or the team has said. */
  get lastReply() {
    return this.events.findLast(({ role }) => role !== "user");
  }

  /** Who answers, by the server's last word. */
  get holder() {
    return this.events.findLast(({ holder }) => holder)?.holder ?? "bot";
  }

  /** Nothing the visitor said stands after this reply. @param {ChatEvent} reply */
  isOpenFor(reply) {
    return this.events.at(-1) === reply && !this.#outgoing.size;
  }

  /** @param {ChatEvent} event */
  add(event) {
    this.events.push(event);
    if (event.reply_to) this.#outgoing.delete(event.reply_to);
  }

  /** Take over what is in the outbox, which other tabs fill and empty as well. @param {OutgoingMessage[]} waiting */
  follow(waiting) {
    const ids = new Set(waiting.map(({ id }) => id));
    for (const [id, { message, state }] of this.#outgoing) {
      if (state === "waiting" && !ids.has(id)) this.#outgoing.set(id, { message, state: "sent" });
    }
    const shown = new Set(this.events.map((event) => event.reply_to));
    for (const message of waiting) {
      if (!shown.has(message.id)) this.#outgoing.set(message.id, { message, state: "waiting" });
    }
  }

  /** @param {OutgoingMessage} message */
  refuse(message) {
    this.#outgoing.set(message.id, { message, state: "failed" });
  }

  /** @param {string} id */
  forget(id) {
    this.#outgoing.delete(id);
  }

  /** The conversation is another one; what waits to be sent stays. */
  reset() {
    this.events = [];
    this.ratings.clear();
    for (const [id, { state }] of this.#outgoing) if (state !== "waiting") this.#outgoing.delete(id);
  }
}
