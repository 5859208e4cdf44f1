import { expect, test } from 'vitest';
import { bootstrapMean } from './bootstrap.ts';

test('without values there is no mean; equal values leave nothing to chance', async () => {
  expect(await bootstrapMean([])).toBeNull();
  expect(await bootstrapMean([0.25, 0.25, 0.25])).toEqual({ mean: 0.25, low: 0.25, high: 0.25 });
  expect(await bootstrapMean([1])).toEqual({ mean: 1, low: 1, high: 1 });
});

test('two values: half of the resamples are mixed, a quarter all of one', async () => {
  // The means 0, .5, 1 come with 1/4, 1/2, 1/4: both tails of 2.5 % lie in the outer ones.
  expect(await bootstrapMean([0, 1])).toEqual({ mean: 0.5, low: 0, high: 1 });
});

test('ten values with one success: as the binomial distribution has it', async () => {
  const values = [1, ...Array<number>(9).fill(0)];
  // P(0 successes) = .9^10 = .349 > .025; P(≤ 2) = .930, P(≤ 3) = .987: the 97.5th percentile is 3 of 10.
  const interval = await bootstrapMean(values);
  expect(interval?.mean).toBeCloseTo(0.1, 10);
  expect(interval?.low).toBe(0);
  expect(interval?.high).toBeCloseTo(0.3, 10);
});

test('a hundred values, half of them 1: 1.96 standard errors to either side', async () => {
  const values = Array.from({ length: 100 }, (_, at) => at % 2);
  const interval = await bootstrapMean(values);
  expect(interval?.low).toBeGreaterThan(0.385);
  expect(interval?.low).toBeLessThan(0.42);
  expect(interval?.high).toBeGreaterThan(0.58);
  expect(interval?.high).toBeLessThan(0.615);
});

test('the same values give the same interval', async () => {
  const values = [0.1, 0.9, 0.4, 0.7, 0.2];
  expect(await bootstrapMean(values)).toEqual(await bootstrapMean(values));
});
