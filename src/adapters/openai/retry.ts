import { toProblem, type Problem } from '../../domain/problem.ts';
import { pause } from '../../lib/clock.ts';
import type { Logger } from '../../ports/telemetry.ts';
import type { RetryOptions } from './options.ts';

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

export const retryBudget = ({ attempts, waitMs, pauseMs }: RetryOptions): RetryBudget => {
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

/** Calls until it goes well, or a failure stands. */
export const callAgain = async <Value>(
  call: () => Promise<Value>,
  { budget, logger, signal }: { budget: RetryBudget; logger: Logger; signal: AbortSignal },
): Promise<Value> => {
  budget.earn();
  let waitedMs = 0;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call();
    } catch (thrown) {
      signal.throwIfAborted();
      const problem = toProblem(thrown);
      const waitMs = budget.spend(problem, { attempt, waitedMs });
      if (waitMs === null) throw problem;
      logger.info('model service is called again', { code: problem.code, attempt, waitMs });
      waitedMs += waitMs;
      await pause(waitMs, signal);
    }
  }
};
