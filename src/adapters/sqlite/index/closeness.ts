import type { Compared } from './vectors/vector-search.ts';

/**
 * How far the passage that is most alike stands out from all others, 0 to 1: what vectors know of whether the
 * documents speak of the question. Of so many vectors that have nothing to do with it the best lies about
 * √(2 ln n) deviations above the middle, whatever the model; that is no evidence, twice as far is all there can be.
 */
export const closenessOf = ({ similar, count, mean, deviation }: Compared): number => {
  const [best] = similar;
  if (!best || deviation === 0 || count < 2) return 0;
  const byChance = Math.sqrt(2 * Math.log(count));
  const above = (best.similarity - mean) / deviation;
  return Math.min(1, Math.max(0, above / byChance - 1));
};
