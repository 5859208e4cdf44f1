import { expect, test } from 'vitest';
import { Problem } from '../../domain/problem.ts';
import { createBreaker } from './breaker.ts';

const down = new Problem('upstream-failed', 'down');

const broken = () => {
  const clock = { now: 0 };
  const breaker = createBreaker(() => clock.now);
  for (let call = 0; call < 8; call += 1) {
    breaker.enter();
    breaker.leave(down);
  }
  return { breaker, clock };
};

test('after eight failures in a row calls are refused, with the time until the next try', () => {
  const { breaker, clock } = broken();
  clock.now = 4_000;
  expect(() => breaker.enter()).toThrow(
    expect.objectContaining({ code: 'upstream-failed', retryAfter: 6 }),
  );
});

test('then one probe goes through, and its success opens the way for all', () => {
  const { breaker, clock } = broken();
  clock.now = 10_000;
  breaker.enter();
  expect(() => breaker.enter()).toThrow('in a row');
  breaker.leave(null);
  breaker.enter();
  breaker.enter();
});

test('a probe that fails closes the way again, one that was stopped leaves it to the next', () => {
  const { breaker, clock } = broken();
  clock.now = 10_000;
  breaker.enter();
  breaker.leave(undefined);
  breaker.enter();
  breaker.leave(down);
  expect(() => breaker.enter()).toThrow('in a row');
});

test('refusals of a service that is alive, and successes between, count for nothing', () => {
  const breaker = createBreaker(() => 0);
  for (let call = 0; call < 40; call += 1) {
    breaker.enter();
    breaker.leave(call % 7 === 6 ? null : down);
  }
  for (let call = 0; call < 40; call += 1) {
    breaker.enter();
    breaker.leave(new Problem('upstream-refused', 'no'));
  }
  breaker.enter();
});
