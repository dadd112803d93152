import { svg, html } from "lit/html.js";

/** @param {unknown} shape */
const icon = (shape) => html`<svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">${shape}</svg>`;

export const chat = icon(svg`<path d="M12 4c5 0 9 3.1 9 7s-4 7-9 7c-1 0-2-.1-2.9-.4L4.5 20l1-3.900C3.9 14.8 3 13 3 11c0-3.9 4-7 9-7Z" />`);
export const cross = icon(svg`<path d="m6 6 12 12M18 6 6 18" />`);
export const dots = icon(svg`<path class="thick" d="M5 12h.01M12 12h.01M19 12h.01" />`);
export const arrow = icon(svg`<path d="M12 19V5m-6 6 6-6 6 6" />`);
export const calendar = icon(svg`<path d="M4 6h16v14H4zM4 10h16M8 3v4M16 3v4" />`);
export const thumb = icon(svg`<path d="M7 11v9H4v-9zm0 0 4-8c1.5 0 2.5 1 2.5 2.500V9H19a2 2 0 0 1 2 2.300l-1.2 7a2 2 0 0 1-2 1.700H7" />`);
