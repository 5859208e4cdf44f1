import { breathe } from '../../lib/breathe.ts';
import { mean } from './ranking-figures.ts';

/** A mean with the range that it would stay in had other questions of the kind been asked, 95 times of 100. */
export type Interval = { mean: number; low: number; high: number };

const RESAMPLES = 2_000;
const TAIL = 0.025;

/** Always the same numbers, so that the same results always give the same interval (mulberry32). */
const seededRandom = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

/**
 * Percentile bootstrap of a mean. For two runs over the same questions give it their differences: the interval is
 * then the paired one, and two runs differ when it leaves out 0. Null without values.
 */
export const bootstrapMean = async (values: readonly number[]): Promise<Interval | null> => {
  if (values.length === 0) return null;
  const breath = breathe();
  const random = seededRandom(values.length);
  const means = new Float64Array(RESAMPLES);
  for (let sample = 0; sample < RESAMPLES; sample += 1) {
    let sum = 0;
    for (let drawn = 0; drawn < values.length; drawn += 1)
      sum += values[Math.floor(random() * values.length)] ?? 0;
    means[sample] = sum / values.length;
    await breath();
  }
  means.sort();
  const at = (share: number) => means[Math.min(RESAMPLES - 1, Math.floor(share * RESAMPLES))] ?? 0;
  return { mean: mean(values), low: at(TAIL), high: at(1 - TAIL) };
};
