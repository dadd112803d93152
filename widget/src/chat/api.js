const PATIENCE_MS = 20_000; // for every call that is no stream

/** An answer of the server that is no success. */
export class Refusal extends Error {
  /** @param {Response} response */
  constructor({ status, headers }) {
    super();
    this.status = status;
    this.retryAfter = Number(headers.get("Retry-After")); // seconds
  }
}

/**
 * @typedef {object} Call
 * @property {string} [token]
 * @property {object} [body] sent as JSON
 * @property {Record<string, string>} [headers]
 * @property {AbortSignal} [signal]
 */

/**
 * One call of the chat protocol.
 * @param {string} server @param {string} method @param {string} path @param {Call} call
 * @returns {Promise<Response>}
 * @throws {Refusal} where the server refuses; TypeError where it cannot be reached
 */
export async function callServer(server, method, path, { token, body, headers, signal }) {
  const response = await fetch(`${server}/webhooks/chat/v1${path}`, {
    method,
    signal: signal ?? AbortSignal.timeout?.(PATIENCE_MS),
    body: body && JSON.stringify(body),
    headers: {
      ...(token && { Authorization: `Bearer ${token}` }),
      ...(body && { "Content-Type": "application/json" }),
      ...headers,
    },
    credentials: "omit",
    referrerPolicy: "no-referrer",
  });
  if (response.ok) return response;
  throw new Refusal(response);
}

/** Whether the server answers at all, to tell a network that is down from a page that is not allowed. @param {string} server */
export const serverAnswers = (server) => fetch(`${server}/widget.js`, { method: "HEAD", cache: "no-store" }).then(({ ok }) => ok, () => false);
