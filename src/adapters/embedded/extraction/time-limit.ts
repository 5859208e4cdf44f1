/** By the clock, as often the time of the processor that is allowed: for what hardly works. */
const PATIENCE = 5;
/** The system counts no finer. */
const LEAST_WAIT_MS = 10;
/** Whatever waits for its turn gets a little of the processor meanwhile: what got none sleeps. */
const ASLEEP_MS = 5000;

export type TimeLimit = {
  deadlineMs: number;
  /** Time of the processor that was used so far, null where nobody knows: then the clock counts. */
  usedMs: () => number | null;
};

/**
 * Says once when a reading takes too long; returns how to take the limit back. What counts is the time of the
 * processor: on a crowded machine an honest file waits its turn.
 */
export const startTimeLimit = (
  { deadlineMs, usedMs }: TimeLimit,
  onLate: () => void,
): (() => void) => {
  const began = performance.now();
  const usedBefore = usedMs();
  let stirred: { at: number; usedMs: number | null } | null = null;
  const look = () => {
    const now = performance.now();
    const usedNow = usedMs();
    const passed = now - began;
    const used = usedBefore === null || usedNow === null ? passed : usedNow - usedBefore;
    const left = Math.min(deadlineMs - used, deadlineMs * PATIENCE - passed);
    if (stirred?.usedMs !== usedNow) stirred = { at: now, usedMs: usedNow };
    if (left <= 0 || now - stirred.at >= ASLEEP_MS) return onLate();
    timer = setTimeout(look, Math.min(Math.max(left, LEAST_WAIT_MS), ASLEEP_MS));
  };
  let timer = setTimeout(look, deadlineMs);
  return () => clearTimeout(timer);
};
