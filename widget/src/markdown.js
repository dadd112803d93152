import { html } from "lit/html.js";

const INLINE = /\*\*(.+?)\*\*|\[([^\]]+)\]\(((?:https?:\/\/|mailto:|tel:)[^\s)]+)\)/g;
const LIST = /^\s*(?:[-*•]|(\d+)[.)])\s+/;

/**
 * Paragraphs, lists, bold and links as nodes; everything else is text. Never HTML.
 * @param {string} text
 */
export function formatted(text) {
  /** @type {{ kind: string, lines: unknown[] }[]} */
  const blocks = [];
  for (const line of text.split("\n")) {
    const item = LIST.exec(line);
    const kind = item ? (item[1] ? "ol" : "ul") : line.trim() && "p";
    const last = blocks.at(-1);
    const words = inline(line.replace(LIST, ""));
    if (last?.kind !== kind) blocks.push({ kind, lines: [words] });
    else last.lines.push(kind === "p" ? html`<br>${words}` : words);
  }
  return blocks.map(({ kind, lines }) => {
    if (kind === "p") return html`<p>${lines}</p>`;
    const items = kind && lines.map((line) => html`<li>${line}</li>`);
    return kind === "ol" ? html`<ol>${items}</ol>` : items && html`<ul>${items}</ul>`;
  });
}

/** @param {string} line @returns {unknown[]} */
function inline(line) {
  const parts = [];
  let end = 0;
  for (const { 0: all, 1: bold, 2: label, 3: address, index } of line.matchAll(INLINE)) {
    parts.push(line.slice(end, index), bold ? html`<strong>${inline(bold)}</strong>` : link(label, address));
    end = index + all.length;
  }
  return [...parts, line.slice(end)];
}

/** @param {string} label @param {string} address */
const link = (label, address) => html`<a class="link" href=${address} target="_blank" rel="noopener noreferrer">${label}</a>`;

/** The same without the signs, as it is read out. @param {string} text */
export const spoken = (text) => text.replace(INLINE, (_, bold, label) => bold ?? label);
