import { html } from "lit/html.js";
import { formatted } from "../markdown.js";
import { card } from "./card.js";
import { choices } from "./choices.js";
import { rating } from "./rating.js";

/** @typedef {import("../element").ClinicChat} ClinicChat */
/** @typedef {import("../types").ChatEvent} ChatEvent */
/** @typedef {import("../types").Outgoing} Outgoing */

/** Everything that was said. @param {ClinicChat} host */
export function log(host) {
  const { texts, talk } = host;
  const { trouble, notice, transcript } = talk;
  const rows = [...said(host, transcript.events), ...transcript.outgoing.map((each) => unsent(host, each))];
  return html`
    <div class="log" id="log" role="log" aria-live="off" aria-label=${texts.chat} tabindex="0" ?inert=${!!host.asking}>
      ${welcome(host, !rows.length)}
      ${rows}
      ${notice && note(texts[notice])}
      ${talk.typing ? typing(texts, transcript.holder) : ""}
      <div class="status" role="status">${trouble && html`<p>${texts[trouble]}</p>`}</div>
    </div>`;
}

/** What stands before the first message. @param {ClinicChat} host @param {boolean} isNew */
function welcome(host, isNew) {
  const { texts } = host;
  const privacy = host.attribute("privacy");
  const starters = host.attribute("starters", texts.starters).split("|").map((text) => ({ title: text, content: { text } }));
  return html`
    <div class="terms">
      <p>${texts.consent} ${privacy && html`<a href=${privacy} target="_blank" rel="noopener">${texts.privacy}</a>`}</p>
      <p><strong>${texts.medical}</strong> ${texts.emergency} ${host.attribute("emergency", "911")}.</p>
    </div>
    <div class="row bot">
      <div class="bubble"><p>${texts.hello}</p></div>
      ${isNew ? choices(host, starters) : ""}
    </div>`;
}

/** @param {ClinicChat} host @param {ChatEvent[]} events */
function said(host, events) {
  let day = new Date().toDateString();
  return events.map((event, place) => {
    const { role, at, holder } = event;
    const marks = [];
    if (day !== (day = new Date(at).toDateString())) marks.push(note(host.day(at)));
    if (holder) marks.push(note(host.texts[holder === "bot" ? "handedBack" : "joined"]));
    const next = events[place + 1];
    const ends = next?.role !== role || next.reply_to !== event.reply_to;
    return [marks, row(host, role, words(host, event), ends ? meta(host, event) : "", offers(host, event), event.seq)];
  });
}

/** A message that is on its way. @param {ClinicChat} host @param {Outgoing} outgoing */
function unsent(host, { message, state }) {
  const { texts, talk } = host;
  const { at, text, title } = message;
  const failed = state === "failed";
  const status = failed ? texts.failed : state === "sent" ? host.time(at) : talk.trouble ? texts.waiting : "…";
  const again = failed ? choices(host, [{ title: texts.edit, does: () => host.takeBack(message) }]) : "";
  return ["", row(host, "user", asTyped(text ?? title), html`<div class="meta">${status}</div>`, again, state)];
}

/**
 * One message. Whether it is on its way or stored, it is the same nodes, so that nothing moves.
 * @param {ClinicChat} host @param {ChatEvent["role"]} role @param {unknown} content @param {unknown} below
 * @param {unknown} buttons @param {number | string} seq or the state of one that has none yet
 */
const row = ({ texts }, role, content, below, buttons, seq) => html`
  <div class="row ${role}" data-seq=${seq}>
    <div class="bubble" dir="auto"><span class="quiet">${texts[role]}: </span>${content}</div>
    ${below}
    ${buttons}
  </div>`;

/** @param {ClinicChat} host @param {ChatEvent} event */
function words(host, event) {
  if (event.role === "user") return asTyped(event.text);
  return event.card ? card(host, event) : formatted(event.text);
}

/** @param {string | undefined} text */
const asTyped = (text) => html`<p class="typed">${text}</p>`;

/** @param {ClinicChat} host @param {ChatEvent} event */
function meta(host, event) {
  const { role, at, card, ask, reply_to } = event;
  const rated = role === "bot" && reply_to && !card && !ask; // an answer, no question and no announcement
  return html`
    <div class="meta ${rated ? "tall" : ""}">
      ${role === "staff" ? host.texts.staff : ""}
      <time datetime=${at}>${host.time(at)}</time>
      ${rated ? rating(host, event.seq) : ""}
    </div>`;
}

/** The quick replies, as long as nothing was said after them. @param {ClinicChat} host @param {ChatEvent} event */
function offers(host, event) {
  if (!event.buttons.length || !host.talk.transcript.isOpenFor(event)) return "";
  return choices(host, event.buttons.map(({ id, title }) => ({ title, content: { button: id, title } })));
}

/** @param {string} text */
const note = (text) => html`<p class="note">${text}</p>`;

/** @param {import("../types").Texts} texts @param {"bot" | "staff"} who */
const typing = (texts, who) => html`
  <div class="row bot typing">
    <div class="bubble"><i></i><i></i><i></i><span class="quiet">${texts[who]} ${texts.typing}</span></div>
  </div>`;
