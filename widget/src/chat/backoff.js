const FIRST_S = 0.5;
const MOST_S = 10;

/** @type {Set<() => void>} */
const sleepers = new Set();

/** @param {number} seconds */
export const pause = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

/** Growing pauses between attempts, spread at random; they end early when the network may be back. */
export class Backoff {
  #failures = 0;

  reset() {
    this.#failures = 0;
  }

  /** @param {number} [atLeast] seconds that the server asked for, which nothing shortens */
  async wait(atLeast = 0) {
    const most = Math.min(MOST_S, FIRST_S * 2 ** this.#failures++);
    await pause(atLeast);
    await new Promise((/** @type {(value?: unknown) => void} */ done) => {
      const wake = () => {
        clearTimeout(timer);
        sleepers.delete(wake);
        done();
      };
      const timer = setTimeout(wake, Math.random() * most * 1000);
      sleepers.add(wake);
    });
  }
}

/** End every pause that is not the server's wish. */
export function wakeAll() {
  for (const wake of [...sleepers]) wake();
}
