import { html } from "lit/html.js";

const INLINE = /\*\*(.+?)\*\*|\[([^\]]+)\]\(((?:https?:\/\/|mailto:|tel:)[^\s)]+)\)/g;
const ITEM = /^\s*(?:([-*•])|\d+[.)])\s+(.*)$/;

/**
 * Paragraphs, lists, bold and links as nodes; everything else is text. Never HTML.
 * @param {string} text
 */
export function formatted(text) {
  /** @type {{ kind: "p" | "ul" | "ol", lines: string[] }[]} */
  const blocks = [];
  let isNew = true;
  for (const line of text.split("\n")) {
    const item = ITEM.exec(line);
    const kind = item ? (item[1] ? "ul" : "ol") : "p";
    const last = blocks.at(-1);
    if (!line.trim()) isNew = true;
    else if (last && last.kind === kind && (item || !isNew)) last.lines.push(item ? item[2] : line);
    else blocks.push({ kind, lines: [item ? item[2] : line] });
    if (line.trim()) isNew = false;
  }
  return blocks.map(({ kind, lines }) => {
    if (kind === "p") return html`<p>${lines.map((line, place) => [place ? html`<br />` : "", inline(line)])}</p>`;
    const items = lines.map((line) => html`<li>${inline(line)}</li>`);
    return kind === "ul" ? html`<ul>${items}</ul>` : html`<ol>${items}</ol>`;
  });
}

/** @param {string} line @returns {unknown[]} */
function inline(line) {
  const parts = [];
  let end = 0;
  for (const found of line.matchAll(INLINE)) {
    const [all, bold, label, address] = found;
    parts.push(line.slice(end, found.index));
    parts.push(bold ? html`<strong>${inline(bold)}</strong>` : link(label, address));
    end = found.index + all.length;
  }
  return [...parts, line.slice(end)];
}

/** @param {string} label @param {string} address */
const link = (label, address) =>
  html`<a href=${address} target="_blank" rel="noopener noreferrer">${label}</a>`;

/** The same without the signs, as it is read out. @param {string} text */
export const spoken = (text) => text.replace(INLINE, (_, bold, label) => bold ?? label);
