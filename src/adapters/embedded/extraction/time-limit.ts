/** By the clock, as often the time of the processor that is allowed: for what sleeps. */
const PATIENCE = 5;
/** The system counts no finer. */
const LEAST_WAIT_MS = 10;

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
  const look = () => {
    const passed = performance.now() - began;
    const usedNow = usedMs();
    const used = usedBefore === null || usedNow === null ? passed : usedNow - usedBefore;
    const left = Math.min(deadlineMs - used, deadlineMs * PATIENCE - passed);
    if (left <= 0) onLate();
    else timer = setTimeout(look, Math.max(left, LEAST_WAIT_MS));
  };
  let timer = setTimeout(look, deadlineMs);
  return () => clearTimeout(timer);
};
