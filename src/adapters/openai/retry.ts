import type { Problem } from '../../domain/problem.ts';
import type { ChatOptions } from './options.ts';

/** Retries that all answers of one model may spend together: a service that is down is not called twice as often. */
const SHARE = 0.1;
const BURST = 3;

export type RetryBudget = {
  /** An answer begins. */
  earn(): void;
  /** How long to wait before calling again, or null: the failure stands. */
  spend(problem: Problem, state: { attempt: number; waitedMs: number }): number | null;
};

/** What calling again may cure. A timeout is not: the person has waited long enough. */
const curable = (problem: Problem): boolean =>
  problem.retryable &&
  (problem.code === 'upstream-failed' || problem.code === 'upstream-rate-limited');

export const retryBudget = ({ attempts, waitMs, pauseMs }: ChatOptions['retry']): RetryBudget => {
  let credit = BURST;
  return {
    earn: () => {
      credit = Math.min(BURST, credit + SHARE);
    },
    spend: (problem, { attempt, waitedMs }) => {
      if (!curable(problem) || attempt >= attempts || credit < 1) return null;
      const backOff = pauseMs * 2 ** (attempt - 1) * (0.5 + Math.random() / 2);
      const pause = problem.retryAfter === undefined ? backOff : problem.retryAfter * 1_000;
      if (waitedMs + pause > waitMs) return null;
      credit -= 1;
      return pause;
    },
  };
};
