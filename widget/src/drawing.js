/**
 * A function that has `draw` called soon, once for all that changes at the same time; what it
 * returns resolves when that is done.
 * @param {() => void} draw @returns {() => Promise<void>}
 */
export function drawnSoon(draw) {
  /** @type {Promise<void> | null} */
  let waiting = null;
  return () =>
    (waiting ??= Promise.resolve().then(() => {
      waiting = null;
      draw();
    }));
}
