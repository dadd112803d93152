// <clinic-chat>: the chat on a clinic's page. It speaks the chat protocol v1 and nothing else.
(() => {
  "use strict";

  const script = document.currentScript;
  const SERVER = new URL(script ? script.src : location.href).origin;
  const API = `${SERVER}/webhooks/chat/v1`;
  const MOST_WAIT_S = 10;
  const SILENCE_S = 40; // the server sends something every 15 s
  const TEXT_LIMIT = 2000;

  const WORDS = {
    title: "Clinic assistant",
    label: "Automated assistant, not a person",
    open: "Chat with our automated assistant",
    close: "Close the chat",
    hello: "Hello! I'm an automated assistant. Ask me about microdermabrasion, or leave a request for an appointment.",
    note: "Please share no more about your health than you need to. In an emergency, call 911.",
    placeholder: "Type your question",
    field: "Your message",
    send: "Send",
    menu: "More",
    download: "Download this chat",
    erase: "Erase this chat",
    eraseSure: "Erase this chat for good? A request that was sent stays with the clinic.",
    erased: "The chat was erased. A request that was already sent stays with the clinic.",
    waiting: "Waiting to send",
    offline: "You are offline. Your messages wait here and are sent when you are back.",
    reconnecting: "Reconnecting…",
    delayed: "This takes longer than usual. Your message is safe.",
    many: "That was a lot at once. Your next message is sent in a moment.",
    typing: "The assistant is typing",
    you: "You",
    bot: "Assistant",
    staff: "Clinic staff",
    edit: "Change",
    starters: ["What is microdermabrasion?", "Is there downtime?", "I'd like to request an appointment"],
  };

  const STYLE = `
    :host { position: fixed; inset-block-end: 1.25rem; inset-inline-end: 1.25rem; z-index: 2147483000;
      --accent: var(--clinic-chat-accent, #1f6f6b); --ink: #1d2b2a; --soft: #566664; --paper: #fff;
      --wash: #f3f1ec; --line: #dcd7cd; --mine: var(--accent); --on-mine: #fff;
      font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
      color: var(--ink); text-align: start; letter-spacing: normal; text-transform: none; }
    @media (prefers-color-scheme: dark) { :host { --accent: var(--clinic-chat-accent, #7cc7bd); --ink: #eef3f1;
      --soft: #b3c0bd; --paper: #1b2423; --wash: #121918; --line: #3a4745; --mine: #2b5f5a; --on-mine: #fff; } }
    * { box-sizing: border-box; }
    button, textarea { font: inherit; color: inherit; }
    button { cursor: pointer; }
    button:focus-visible, textarea:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
    [hidden] { display: none !important; }
    .launch { display: flex; align-items: center; gap: .6rem; min-height: 3.5rem; padding: 0 1.4rem 0 1.1rem; border: 0;
      border-radius: 999px; background: #1f6f6b; color: #fff; font-weight: 600; box-shadow: 0 6px 24px rgb(0 0 0 / .22); }
    .launch svg { width: 1.6rem; height: 1.6rem; }
    .panel { position: fixed; inset-block-end: 1.25rem; inset-inline-end: 1.25rem; width: 25rem; height: min(42rem, calc(100dvh - 2.5rem));
      display: flex; flex-direction: column; background: var(--paper); border: 1px solid var(--line); border-radius: 1.25rem;
      overflow: hidden; box-shadow: 0 18px 60px rgb(0 0 0 / .25); }
    .head { display: flex; align-items: center; gap: .5rem; padding: .8rem .8rem .8rem 1.2rem; border-block-end: 1px solid var(--line); }
    .head div { flex: 1; min-width: 0; }
    h2 { font-size: 1.05rem; line-height: 1.3; margin: 0; }
    .label { margin: 0; font-size: .82rem; color: var(--soft); }
    .icon { min-width: 44px; min-height: 44px; border: 0; border-radius: .8rem; background: none; font-size: 1.25rem; line-height: 1; }
    .icon:hover { background: var(--wash); }
    .menu { display: flex; flex-wrap: wrap; gap: .5rem; padding: .6rem 1rem; border-block-end: 1px solid var(--line); background: var(--wash); }
    .log { flex: 1; overflow-y: auto; overscroll-behavior: contain; padding: 1rem; background: var(--wash); display: flex; flex-direction: column; gap: .6rem; }
    .note { font-size: .85rem; color: var(--soft); margin: 0 .2rem .4rem; }
    .row { display: flex; flex-direction: column; align-items: flex-start; max-width: 88%; }
    .row.user { align-self: flex-end; align-items: flex-end; }
    .bubble { padding: .65rem .95rem; border-radius: 1.1rem 1.1rem 1.1rem .35rem; background: var(--paper); border: 1px solid var(--line); overflow-wrap: anywhere; white-space: pre-line; }
    .user .bubble { background: var(--mine); color: var(--on-mine); border-color: transparent; border-radius: 1.1rem 1.1rem .35rem 1.1rem; }
    .bubble p { margin: 0 0 .5rem; } .bubble p:last-child { margin: 0; }
    .bubble ul { margin: .3rem 0; padding-inline-start: 1.2rem; }
    .time { font-size: .75rem; color: var(--soft); margin: .15rem .4rem 0; }
    .choices { display: flex; flex-wrap: wrap; gap: .5rem; margin-block-start: .5rem; }
    .choice { min-height: 44px; padding: .45rem 1rem; border: 1.5px solid var(--accent); border-radius: 999px; background: var(--paper); color: var(--accent); font-weight: 600; }
    .choice:hover:not(:disabled) { background: var(--wash); } .choice:disabled { opacity: .5; cursor: default; }
    dl { margin: .4rem 0 0; display: grid; grid-template-columns: auto 1fr auto; gap: .1rem .7rem; align-items: center; }
    dt { font-weight: 600; } dd { margin: 0; overflow-wrap: anywhere; }
    .edit { min-width: 44px; min-height: 44px; border: 0; background: none; color: var(--accent); text-decoration: underline; }
    .typing { display: inline-flex; gap: .3rem; padding: .9rem 1rem; }
    .typing i { width: .5rem; height: .5rem; border-radius: 50%; background: var(--soft); animation: blink 1.2s infinite; }
    .typing i:nth-child(2) { animation-delay: .2s; } .typing i:nth-child(3) { animation-delay: .4s; }
    @keyframes blink { 50% { opacity: .25; } }
    @media (prefers-reduced-motion: reduce) { .typing i { animation: none; } }
    .state { margin: 0; padding: .5rem 1rem; font-size: .88rem; background: var(--paper); border-block-start: 1px solid var(--line); color: var(--soft); }
    form { display: flex; align-items: flex-end; gap: .5rem; padding: .7rem; border-block-start: 1px solid var(--line); background: var(--paper); }
    textarea { flex: 1; min-height: 46px; max-height: 8rem; resize: none; padding: .6rem .9rem; border: 1px solid var(--soft); border-radius: 1.2rem; background: var(--paper); }
    .send { min-height: 46px; padding: 0 1.1rem; border: 0; border-radius: 1.2rem; background: #1f6f6b; color: #fff; font-weight: 600; }
    .quiet { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
    @media (max-width: 34rem), (max-height: 30rem) { .panel { inset: 0; width: auto; height: auto; border: 0; border-radius: 0; } }
  `;

  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);

  /** Make an element; children are nodes or text, never markup. */
  function make(name, attributes = {}, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
      else if (value === true) element.setAttribute(key, "");
      else if (value !== false && value != null) element.setAttribute(key, value);
    }
    element.append(...children);
    return element;
  }

  /** Bold, lists and paragraphs as nodes. */
  function formatted(text) {
    const holder = document.createDocumentFragment();
    let list = null;
    for (const block of text.split(/\n/)) {
      const item = /^- (.*)/.exec(block);
      if (item) {
        if (!list) holder.append((list = make("ul")));
        list.append(make("li", {}, ...inline(item[1])));
      } else if (block.trim()) {
        list = null;
        holder.append(make("p", {}, ...inline(block)));
      }
    }
    return holder;
  }

  function inline(text) {
    return text.split(/\*\*(.+?)\*\*/).map((part, place) => (place % 2 ? make("strong", {}, part) : part));
  }

  /** What is kept on this device: the token and what was not sent yet. */
  class Memory {
    #key = `clinic-chat:${SERVER}`;
    #value = { token: null, outbox: [] };
    constructor() { this.#read(); }
    #read() {
      try { this.#value = { ...this.#value, ...JSON.parse(localStorage.getItem(this.#key) || "{}") }; } catch { /* storage is off */ }
    }
    #write() { try { localStorage.setItem(this.#key, JSON.stringify(this.#value)); } catch { /* storage is off */ } }
    get token() { return this.#value.token; }
    set token(token) { this.#value.token = token; this.#write(); }
    get outbox() { return this.#value.outbox; }
    put(message) { this.#read(); this.#value.outbox.push(message); this.#write(); }
    drop(id) { this.#read(); this.#value.outbox = this.#value.outbox.filter((message) => message.id !== id); this.#write(); }
    clear() { this.#value = { token: null, outbox: [] }; this.#write(); }
  }

  class Refused extends Error {
    constructor(status, retryAfter) { super(`status ${status}`); this.status = status; this.retryAfter = retryAfter; }
  }

  const pause = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

  /** The conversation with the server: sends in order, receives everything once. */
  class Conversation extends EventTarget {
    #memory = new Memory();
    #last = 0;
    #sending = false;
    #stream = null;
    #failures = 0;
    #stopped = true;

    get waiting() { return this.#memory.outbox; }

    start() {
      if (!this.#stopped) return;
      this.#stopped = false;
      this.#listen();
      this.#send();
      addEventListener("online", () => this.#wake());
      document.addEventListener("visibilitychange", () => document.hidden || this.#wake());
    }

    say(content) {
      this.#memory.put({ id: crypto.randomUUID(), ...content });
      this.#tell("outbox");
      this.#send();
    }

    async rate(seq, helpful) { await this.#call("POST", "/feedback", { seq, helpful }); }

    async transcript() {
      const answer = await this.#call("GET", "/sessions/current/transcript", null, { Accept: "text/plain" });
      return answer.text();
    }

    async erase() {
      if (this.#memory.token) {
        try { await this.#call("DELETE", "/sessions/current"); } catch (error) { if (error.status !== 401) throw error; }
      }
      this.#memory.clear();
      this.#last = 0;
      this.#stream?.abort();
      this.#tell("reset");
    }

    #wake() { this.#failures = 0; this.#stream?.abort(); this.#send(); }
    #tell(type, detail) { this.dispatchEvent(new CustomEvent(type, { detail })); }

    async #open() {
      const body = { locale: (document.documentElement.lang || "en").slice(0, 16) };
      const answer = await fetch(`${API}/sessions`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
      if (!answer.ok) throw new Refused(answer.status, Number(answer.headers.get("Retry-After")) || 0);
      this.#memory.token = (await answer.json()).token;
      this.#last = 0;
      this.#tell("reset");
    }

    /** A token that died is renewed; where that fails, a new conversation begins. The outbox stays. */
    async #renew() {
      const answer = await fetch(`${API}/sessions/current`, { method: "POST", headers: { Authorization: `Bearer ${this.#memory.token}` } });
      if (answer.ok) this.#memory.token = (await answer.json()).token;
      else if (answer.status === 401) { this.#memory.token = null; await this.#open(); }
      else throw new Refused(answer.status, Number(answer.headers.get("Retry-After")) || 0);
    }

    async #call(method, path, body, headers = {}, signal) {
      if (!this.#memory.token) await this.#open();
      for (let attempt = 0; ; attempt++) {
        const answer = await fetch(API + path, {
          method, signal,
          headers: { Authorization: `Bearer ${this.#memory.token}`, ...(body ? { "Content-Type": "application/json" } : {}), ...headers },
          body: body ? JSON.stringify(body) : undefined,
        });
        if (answer.ok) return answer;
        if (answer.status !== 401 || attempt) throw new Refused(answer.status, Number(answer.headers.get("Retry-After")) || 0);
        await this.#renew();
      }
    }

    async #send() {
      if (this.#sending) return;
      this.#sending = true;
      for (let failures = 0; this.#memory.outbox.length; ) {
        const message = this.#memory.outbox[0];
        try {
          const { title, ...sent } = message; // the title is only shown here
          await this.#call("POST", "/messages", sent);
          this.#memory.drop(message.id);
          failures = 0;
          this.#tell("sent", message);
        } catch (error) {
          if (error instanceof Refused && [400, 403, 413, 422].includes(error.status)) {
            this.#memory.drop(message.id); // it can never be taken
            this.#tell("refused", message);
            continue;
          }
          this.#tell("state", error.status === 429 ? "many" : navigator.onLine ? "reconnecting" : "offline");
          await pause(Math.max(error.retryAfter || 0, Math.random() * Math.min(MOST_WAIT_S, 2 ** failures++)));
        }
        this.#tell("outbox");
      }
      this.#sending = false;
    }

    async #listen() {
      while (!this.#stopped) {
        if (!this.#memory.token && !this.#memory.outbox.length) { await pause(0.3); continue; }
        try { await this.#follow(); } catch (error) {
          if (error.name !== "AbortError") this.#tell("state", navigator.onLine ? "reconnecting" : "offline");
        }
        await pause(Math.random() * Math.min(MOST_WAIT_S, 0.5 * 2 ** this.#failures++));
      }
    }

    async #follow() {
      this.#stream = new AbortController();
      const headers = { Accept: "text/event-stream", ...(this.#last ? { "Last-Event-ID": String(this.#last) } : {}) };
      const answer = await this.#call("GET", "/events", null, headers, this.#stream.signal);
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      let text = "", timer = 0;
      const watch = () => { clearTimeout(timer); timer = setTimeout(() => this.#stream.abort(), SILENCE_S * 1000); };
      try {
        for (watch(); ; watch()) {
          const { done, value } = await reader.read();
          if (done) return;
          text += value.replace(/\r/g, "");
          const blocks = text.split("\n\n");
          text = blocks.pop();
          blocks.forEach((block) => this.#receive(block));
        }
      } finally { clearTimeout(timer); }
    }

    #receive(block) {
      const field = Object.fromEntries(block.split("\n").map((line) => line.split(/: ?(.*)/s)));
      if (!field.event) return;
      const data = field.data ? JSON.parse(field.data) : {};
      if (field.event === "message") {
        if (data.seq <= this.#last) return;
        this.#last = data.seq;
      }
      if (field.event === "ready") { this.#failures = 0; this.#tell("state", ""); }
      this.#tell(field.event, data);
    }
  }

  class ClinicChat extends HTMLElement {
    #conversation = new Conversation();
    #root = this.attachShadow({ mode: "open" });
    #parts = {};
    #pending = new Map();
    #ready = false;

    connectedCallback() {
      if (this.#parts.launch) return;
      this.#root.adoptedStyleSheets = [sheet];
      this.#build();
      this.#follow();
      document.addEventListener("click", (event) => { if (event.target.closest?.("[data-open-chat]")) this.open(); });
    }

    open() {
      this.#conversation.start();
      this.#parts.launch.hidden = true;
      this.#parts.panel.hidden = false;
      this.#parts.field.focus();
      this.#scroll();
      this.dispatchEvent(new CustomEvent("clinic-chat:open", { bubbles: true, composed: true }));
    }

    close() {
      this.#parts.panel.hidden = true;
      this.#parts.launch.hidden = false;
      this.#parts.launch.focus();
      this.dispatchEvent(new CustomEvent("clinic-chat:close", { bubbles: true, composed: true }));
    }

    send(text) {
      text = text.trim().slice(0, TEXT_LIMIT);
      if (text) this.#conversation.say({ text });
    }

    #build() {
      const p = this.#parts;
      const bubble = document.createElementNS("http://www.w3.org/2000/svg", "svg");
      bubble.setAttribute("viewBox", "0 0 24 24");
      bubble.setAttribute("aria-hidden", "true");
      const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
      path.setAttribute("d", "M4 5h16a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1h-9l-5 4v-4H4a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1z");
      path.setAttribute("fill", "currentColor");
      bubble.append(path);
      p.launch = make("button", { class: "launch", part: "launcher", type: "button", "aria-label": WORDS.open, onclick: () => this.open() }, bubble, "Ask us");
      p.log = make("div", { class: "log", role: "log", tabindex: "0", "aria-label": WORDS.title, "aria-live": "off" });
      p.menu = make("div", { class: "menu", hidden: true },
        make("button", { class: "choice", type: "button", onclick: () => this.#download() }, WORDS.download),
        make("button", { class: "choice", type: "button", onclick: () => this.#erase() }, WORDS.erase));
      p.more = make("button", { class: "icon", type: "button", "aria-label": WORDS.menu, "aria-expanded": "false", onclick: () => this.#toggleMenu() }, "⋯");
      p.state = make("p", { class: "state", role: "status", hidden: true });
      p.field = make("textarea", { rows: "1", maxlength: String(TEXT_LIMIT), placeholder: WORDS.placeholder, "aria-label": WORDS.field, enterkeyhint: "send",
        onkeydown: (event) => { if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); this.#submit(); } } });
      p.form = make("form", { onsubmit: (event) => { event.preventDefault(); this.#submit(); } }, p.field, make("button", { class: "send", type: "submit" }, WORDS.send));
      p.panel = make("div", { class: "panel", part: "panel", role: "dialog", "aria-label": WORDS.title, hidden: true,
        onkeydown: (event) => { if (event.key === "Escape") this.close(); } },
        make("div", { class: "head" },
          make("div", {}, make("h2", {}, WORDS.title), make("p", { class: "label" }, WORDS.label)),
          p.more,
          make("button", { class: "icon", type: "button", "aria-label": WORDS.close, onclick: () => this.close() }, "✕")),
        p.menu, p.log, p.state, p.form);
      this.#welcome();
      this.#root.append(p.launch, p.panel);
    }

    #welcome() {
      this.#pending.clear();
      this.#parts.starters = make("div", { class: "choices" }, ...WORDS.starters.map((text) =>
        make("button", { class: "choice", type: "button", onclick: () => this.send(text) }, text)));
      this.#parts.log.replaceChildren(
        make("p", { class: "note" }, WORDS.note),
        make("div", { class: "row bot" }, make("div", { class: "bubble" }, WORDS.hello), this.#parts.starters));
      this.#showWaiting();
    }

    #follow() {
      const on = (type, does) => this.#conversation.addEventListener(type, (event) => does(event.detail));
      on("reset", () => { this.#ready = false; this.#parts.log.setAttribute("aria-live", "off"); this.#welcome(); });
      on("message", (event) => this.#show(event));
      on("ready", () => { this.#ready = true; this.#parts.log.setAttribute("aria-live", "polite"); this.#scroll(); });
      on("outbox", () => this.#showWaiting());
      on("sent", () => { this.#state(""); this.#typing(true); });
      on("turn_done", () => this.#typing(false));
      on("typing", () => this.#typing(true));
      on("delayed", () => this.#state(WORDS.delayed));
      on("state", (name) => this.#state(name ? WORDS[name] : ""));
    }

    #submit() {
      this.send(this.#parts.field.value);
      this.#parts.field.value = "";
      this.#parts.field.focus();
    }

    #show(event) {
      this.#pending.get(event.reply_to)?.remove();
      if (event.role === "user") this.#pending.delete(event.reply_to);
      else { this.#typing(false); this.#state(""); }
      if (event.role === "user") this.#parts.starters.hidden = true;
      const row = this.#row(event.role, event);
      this.#parts.log.append(row);
      if (event.role !== "user") this.#keyboard(event.ask);
      this.#scroll();
      this.dispatchEvent(new CustomEvent("clinic-chat:message", { bubbles: true, composed: true, detail: { seq: event.seq, role: event.role } }));
    }

    #row(role, event) {
      const said = make("div", { class: "bubble" }, make("span", { class: "quiet" }, `${WORDS[role === "user" ? "you" : role]}: `));
      if (event.card) said.append(...this.#card(event));
      else said.append(role === "user" ? event.text : formatted(event.text));
      const time = new Date(event.at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
      const row = make("div", { class: `row ${role}` }, said, make("span", { class: "time" }, time));
      if (event.buttons.length) row.append(this.#choices(event.buttons));
      return row;
    }

    #choices(buttons) {
      const group = make("div", { class: "choices" });
      for (const button of buttons) {
        group.append(make("button", { class: "choice", type: "button", onclick: () => {
          group.querySelectorAll("button").forEach((each) => { each.disabled = true; });
          this.#conversation.say({ button: button.id, title: button.title });
        } }, button.title));
      }
      return group;
    }

    /** The read-back: its lines become a list of details that can each be changed. */
    #card(event) {
      const list = make("dl");
      for (const field of event.card.fields) {
        list.append(make("dt", {}, field.label), make("dd", {}, field.value),
          make("button", { class: "edit", type: "button", "aria-label": `${WORDS.edit}: ${field.label}`,
            onclick: () => this.#conversation.say({ button: field.edit, title: `${WORDS.edit}: ${field.label}` }) }, WORDS.edit));
      }
      const words = event.text.split("\n").filter((line) => !line.startsWith("- "));
      return [formatted(words[0] || ""), list, formatted(words.slice(1).join("\n"))];
    }

    #keyboard(ask) {
      const field = this.#parts.field;
      const modes = { phone: ["tel", "tel"], email: ["email", "email"], name: ["text", "name"] };
      const [mode, fill] = modes[ask] || ["text", "off"];
      field.inputMode = mode;
      field.autocomplete = fill;
    }

    #showWaiting() {
      for (const message of this.#conversation.waiting) {
        if (this.#pending.has(message.id)) continue;
        const row = make("div", { class: "row user" }, make("div", { class: "bubble" }, message.text ?? message.title ?? "…"), make("span", { class: "time" }, WORDS.waiting));
        this.#pending.set(message.id, row);
        this.#parts.log.append(row);
      }
      this.#scroll();
    }

    #typing(on) {
      this.#parts.typing?.remove();
      if (!on) return;
      this.#parts.typing = make("div", { class: "row bot" }, make("div", { class: "bubble typing" }, make("i"), make("i"), make("i"), make("span", { class: "quiet" }, WORDS.typing)));
      this.#parts.log.append(this.#parts.typing);
      this.#scroll();
    }

    #state(text) { this.#parts.state.textContent = text || ""; this.#parts.state.hidden = !text; }
    #scroll() { this.#parts.log.scrollTop = this.#parts.log.scrollHeight; }

    #toggleMenu() {
      const menu = this.#parts.menu;
      menu.hidden = !menu.hidden;
      this.#parts.more.setAttribute("aria-expanded", String(!menu.hidden));
    }

    async #download() {
      const url = URL.createObjectURL(new Blob([await this.#conversation.transcript()], { type: "text/plain" }));
      make("a", { href: url, download: "chat.txt" }).click();
      setTimeout(() => URL.revokeObjectURL(url), 1000);
    }

    async #erase() {
      if (!confirm(WORDS.eraseSure)) return;
      await this.#conversation.erase();
      this.#toggleMenu();
      this.#state(WORDS.erased);
    }
  }

  customElements.define("clinic-chat", ClinicChat);
  addEventListener("DOMContentLoaded", () => {
    if (!document.querySelector("clinic-chat")) document.body.append(document.createElement("clinic-chat"));
  });
})();
