import { setImmediate } from 'node:timers/promises';

const LONGEST_MS = 5;

/** Call it between pieces of long work: it lets others run when the work has held them up long enough. */
export const breathe = (): (() => Promise<void>) => {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < LONGEST_MS) return;
    await setImmediate();
    since = performance.now();
  };
};
