import { breathe } from '../../lib/breathe.ts';
import { mean } from './ranking-figures.ts';

/** A mean with the range that it would stay in had other questions of the kind been asked, 95 times of 100. */
export type Interval = { mean: number; low: number; high: number };

const RESAMPLES = 2_000;
const TAIL = 0.025;

/**
 * The mean of as many values drawn with replacement. Always the same draws for the same seed, so that the same
 * results always give the same interval (a hash of seed and place, multiplied and mixed).
 */
const resampledMean = (values: Float64Array, seed: number): number => {
  let sum = 0;
  for (let drawn = 0; drawn < values.length; drawn += 1) {
    let mixed = Math.imul(seed + drawn + 1, 0x9e_37_79_b1);
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85_eb_ca_6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2_b2_ae_35);
    const share = ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
    sum += values[Math.floor(share * values.length)] ?? 0;
  }
  return sum / values.length;
};

/**
 * Percentile bootstrap of a mean. For two runs over the same questions give it their differences: the interval is
 * then the paired one, and two runs differ when it leaves out 0. Null without values.
 */
export const bootstrapMean = async (values: readonly number[]): Promise<Interval | null> => {
  if (values.length === 0) return null;
  const breath = breathe();
  const drawn = Float64Array.from(values);
  const means = new Float64Array(RESAMPLES);
  for (let sample = 0; sample < RESAMPLES; sample += 1) {
    means[sample] = resampledMean(drawn, sample * values.length);
    await breath();
  }
  means.sort();
  const at = (share: number) => means[Math.min(RESAMPLES - 1, Math.floor(share * RESAMPLES))] ?? 0;
  return { mean: mean(values), low: at(TAIL), high: at(1 - TAIL) };
};
