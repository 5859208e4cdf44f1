import { expect, test } from 'vitest';
import { Problem } from '../../domain/problem.ts';
import { retryBudget } from './retry.ts';

const down = new Problem('upstream-failed', 'down');
const settings = { attempts: 3, waitMs: 5_000, pauseMs: 1 };

test('a hundred answers that all fail are called at most twenty times more (FT-08)', () => {
  const budget = retryBudget(settings);
  let again = 0;
  for (let answer = 0; answer < 100; answer += 1) {
    budget.earn();
    for (let attempt = 1; budget.spend(down, { attempt, waitedMs: 0 }) !== null; attempt += 1)
      again += 1;
  }
  expect(again).toBeGreaterThan(2);
  expect(again).toBeLessThanOrEqual(20);
});

test('the upstream says how long to wait, within what one answer may wait', () => {
  const asking = (retryAfter: number) =>
    new Problem('upstream-rate-limited', 'busy', { retryAfter });
  const state = { attempt: 1, waitedMs: 2_000 };
  expect(retryBudget(settings).spend(asking(3), state)).toBe(3_000);
  expect(retryBudget(settings).spend(asking(3.1), state)).toBeNull();
});

test.for(['upstream-refused', 'upstream-timeout', 'upstream-garbled', 'internal'] as const)(
  '%s is not called again',
  (code) =>
    expect(
      retryBudget(settings).spend(new Problem(code, 'x'), { attempt: 1, waitedMs: 0 }),
    ).toBeNull(),
);
