import { html } from "lit/html.js";

const chat = html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 4c5 0 9 3 9 7s-4 7-9 7q-2 0-3-.5L4.5 20l1-4Q3 14 3 11c0-4 4-7 9-7Z"/></svg>`;
const cross = html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d="m6 6 12 12M18 6 6 18"/></svg>`;
const dots = html`<svg viewBox="0 0 24 24" aria-hidden="true"><path stroke-width="3" d="M5 12h.1M12 12h.1M19 12h.1"/></svg>`;
const arrow = html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 19V5m-6 6 6-6 6 6"/></svg>`;
const calendar = html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M4 6h16v14H4zM4 10h16M8 3v4m8-4v4"/></svg>`;

export { arrow, calendar, chat, cross, dots };
