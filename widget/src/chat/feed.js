import { createParser } from "eventsource-parser";
import { Refusal } from "./api.js";
import { Backoff } from "./backoff.js";

const READY_S = 5; // a stream that is silent for so long at its start is held back by something
const SILENCE_S = 40; // the server sends something every 15 s
const POLL_S = 20;
const POLLING_FOR_MS = 300_000; // then the stream gets another chance

/**
 * Receives everything after the last known event: as a stream, or by long polling where something
 * between here and the server holds streams back.
 */
export class Feed {
  #session;
  #tell;
  #backoff = new Backoff();
  #run = 0;
  #running = false;
  #pollingUntil = 0;
  #abort = new AbortController();
  #last = 0;

  /** @param {import("./session").Session} session @param {import("../types").Tell} tell */
  constructor(session, tell) {
    this.#session = session;
    this.#tell = tell;
  }

  get polling() {
    return Date.now() < this.#pollingUntil;
  }

  async start() {
    if (this.#running) return;
    this.#running = true;
    for (const run = ++this.#run; run === this.#run; ) {
      const wait = await this.#receiveSome(run);
      if (wait !== null && run === this.#run) await this.#backoff.wait(wait);
    }
  }

  /** The connection may be dead without knowing it: make another one. */
  restart() {
    this.#abort.abort();
  }

  /** Stop for a while; `start` goes on after the last known event. */
  pause() {
    this.#running = false;
    this.#run++;
    this.#abort.abort();
  }

  /** Forget what was received; `start` begins with the first event. */
  stop() {
    this.pause();
    this.#last = 0;
  }

  /** @param {number} run @returns {Promise<number | null>} seconds to wait at least, null to go on */
  async #receiveSome(run) {
    const abort = (this.#abort = new AbortController());
    try {
      if (this.polling) return await this.#poll(abort, run);
      await this.#stream(abort, run);
      this.#tell("lost");
      return 0;
    } catch (error) {
      if (!abort.signal.aborted) this.#tell("lost");
      return error instanceof Refusal ? error.retryAfter : 0;
    }
  }

  /** @param {AbortController} abort @param {number} run */
  async #stream(abort, run) {
    let ready = false;
    const silent = () => {
      if (!ready) this.#pollingUntil = Date.now() + POLLING_FOR_MS;
      abort.abort();
    };
    let timer = setTimeout(silent, READY_S * 1000);
    try {
      const response = await this.#get("text/event-stream", "", abort.signal);
      const parser = createParser((parsed) => {
        if (parsed.type !== "event" || !parsed.event) return;
        ready ||= parsed.event === "ready";
        this.#receive(run, parsed.event, JSON.parse(parsed.data));
      });
      const reader = /** @type {ReadableStream<Uint8Array>} */ (response.body).getReader();
      const decoder = new TextDecoder();
      for (let part; !(part = await reader.read()).done; ) {
        parser.feed(decoder.decode(part.value, { stream: true }));
        clearTimeout(timer);
        timer = setTimeout(silent, (ready ? SILENCE_S : READY_S) * 1000);
      }
    } finally {
      clearTimeout(timer);
    }
  }

  /** @param {AbortController} abort @param {number} run */
  async #poll(abort, run) {
    const timer = setTimeout(() => abort.abort(), SILENCE_S * 1000);
    try {
      const response = await this.#get("application/json", `?wait=${POLL_S}`, abort.signal);
      for (const event of (await response.json()).events) this.#receive(run, "message", event);
      this.#receive(run, "ready", {});
      return null;
    } finally {
      clearTimeout(timer);
    }
  }

  /** @param {string} accept @param {string} query @param {AbortSignal} signal */
  #get(accept, query, signal) {
    const headers = { Accept: accept, "Last-Event-ID": `${this.#last}` };
    return this.#session.call("GET", `/events${query}`, { signal, headers });
  }

  /** @param {number} run @param {string} kind @param {any} data */
  #receive(run, kind, data) {
    if (run !== this.#run) return; // of a conversation that was left
    if (kind === "ready") this.#backoff.reset();
    if (kind === "message") {
      if (data.seq <= this.#last) return;
      this.#last = data.seq;
    }
    this.#tell(kind, data);
  }
}
