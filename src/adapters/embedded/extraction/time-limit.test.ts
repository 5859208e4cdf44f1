import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startTimeLimit } from './time-limit.ts';

const LIMIT = 10_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Uses this share of every second; null: nobody knows how much. */
const reading = (share: number | null) => {
  const late = vi.fn();
  const began = performance.now();
  const usedMs = () => (share === null ? null : (performance.now() - began) * share);
  return { late, end: startTimeLimit({ deadlineMs: LIMIT, usedMs }, late) };
};

test('what works without a pause is stopped when its time is over', () => {
  const { late } = reading(1);
  vi.advanceTimersByTime(LIMIT - 1);
  expect(late).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(late).toHaveBeenCalledOnce();
});

test('what has to wait for the processor has as much of it as others', () => {
  const { late } = reading(1 / 4);
  vi.advanceTimersByTime(4 * LIMIT - 1);
  expect(late).not.toHaveBeenCalled();
  vi.advanceTimersByTime(LIMIT);
  expect(late).toHaveBeenCalledOnce();
});

test('what only sleeps waits for nothing, and is stopped soon', () => {
  const { late } = reading(0);
  vi.advanceTimersByTime(LIMIT);
  expect(late).not.toHaveBeenCalled();
  vi.advanceTimersByTime(LIMIT);
  expect(late).toHaveBeenCalledOnce();
});

test('what hardly works is stopped too', () => {
  const { late } = reading(1 / 100);
  vi.advanceTimersByTime(3 * LIMIT);
  expect(late).not.toHaveBeenCalled();
  vi.advanceTimersByTime(7 * LIMIT);
  expect(late).toHaveBeenCalledOnce();
});

test('where nobody knows what was used the clock counts', () => {
  const { late } = reading(null);
  vi.advanceTimersByTime(LIMIT);
  expect(late).toHaveBeenCalledOnce();
});

test('what ended in time is not stopped', () => {
  const { late, end } = reading(1);
  vi.advanceTimersByTime(LIMIT / 2);
  end();
  vi.advanceTimersByTime(100 * LIMIT);
  expect(late).not.toHaveBeenCalled();
});
