import { Problem, type ProblemCode } from '../../domain/problem.ts';

const FAILURES = 8;
const OPEN_MS = 10_000;
const COUNTED = new Set<ProblemCode>(['upstream-failed', 'upstream-timeout', 'upstream-garbled']);

/**
 * After some failures in a row, calls are refused for a while instead of waiting for nothing; then one probe
 * goes through and decides for all.
 */
export type Breaker = {
  /** Throws while refusing. */
  enter(): void;
  /** How the call ended: a Problem, `null` when well, `undefined` when it says nothing (stopped by the caller). */
  leave(problem: Problem | null | undefined): void;
};

export const createBreaker = (now: () => number = Date.now): Breaker => {
  let failures = 0;
  let openUntil = 0;
  let probing = false;
  return {
    enter: () => {
      if (failures < FAILURES) return;
      const seconds = Math.max(1, Math.ceil((openUntil - now()) / 1_000));
      if (probing || now() < openUntil)
        throw new Problem(
          'upstream-failed',
          `The model service failed ${FAILURES} times in a row; it is tried again in ${seconds} s.`,
          { retryAfter: seconds },
        );
      probing = true;
    },
    leave: (problem) => {
      probing = false;
      if (problem === undefined) return;
      failures = problem && COUNTED.has(problem.code) ? failures + 1 : 0;
      if (failures >= FAILURES) openUntil = now() + OPEN_MS;
    },
  };
};
