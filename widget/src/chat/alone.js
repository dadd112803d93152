/** @type {Map<string, Promise<unknown>>} */
const queues = new Map();

/**
 * Run one task of this name at a time: among all tabs where the browser can, else in this one.
 * @template T
 * @param {string} name @param {() => Promise<T>} task
 * @returns {Promise<T>}
 */
export function alone(name, task) {
  if (navigator.locks) return /** @type {Promise<T>} */ (navigator.locks.request(name, task));
  const mine = (queues.get(name) ?? Promise.resolve()).then(task);
  queues.set(name, mine.catch(() => {}));
  return mine;
}
