import type { Compared } from './vectors/vector-search.ts';

/** What is known of a passage from the search by words, from that by vectors, or from both. */
type Placed = { wordRank: number | null; vectorRank: number | null };

/** Ranks up to about this one differ much, later ones little. */
const EVEN = 10;

const worthOf = (rank: number | null): number => (rank === null ? 0 : 1 / (EVEN + rank));

/** One number from two ranks: what both searches bring up comes before what only one does. */
export const fusedScore = ({ wordRank, vectorRank }: Placed, trust: number): number =>
  worthOf(wordRank) + trust * worthOf(vectorRank);

/** By how many deviations the passages best by words have to be above all others to trust vectors not at all, fully. */
const NO_TRUST = 1;
const FULL_TRUST = 4;
/** What vectors count beside words that carry the question, and the evidence above which words begin to carry it. */
const BESIDE_WORDS = 0.3;
const WORDS_CARRY = 0.6;

const between = (value: number, low: number, high: number): number =>
  Math.min(high, Math.max(low, value));

/**
 * How much the order by vectors counts beside that by words, 0 to 1. Vectors that mean something put the passages
 * that are best by words well above the rest; those of a broken embedder put them anywhere, and then count nothing.
 * And the less of the question stands in any passage, the more they count.
 */
export const trustIn = ({ best, mean, deviation }: Compared, evidence: number): number => {
  if (best.length === 0) return 1; // words brought up nothing to compare with
  const middle = best.reduce((sum, { similarity }) => sum + similarity, 0) / best.length;
  const above = (middle - mean) / (deviation || 1);
  const agreement = between((above - NO_TRUST) / (FULL_TRUST - NO_TRUST), 0, 1);
  return agreement * between(1 - evidence / WORDS_CARRY, BESIDE_WORDS, 1);
};
