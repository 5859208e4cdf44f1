import type { Compared } from './vectors/vector-search.ts';

/** What is known of a passage from the search by words, from that by vectors, or from both. */
type Placed = { wordRank: number | null; vectorRank: number | null };

/** Ranks up to about this one differ much, later ones little. */
const EVEN = 10;

const worthOf = (rank: number | null): number => (rank === null ? 0 : 1 / (EVEN + rank));

/** One number from two ranks: what both searches bring up comes before what only one does. */
export const fusedScore = ({ wordRank, vectorRank }: Placed, trust: number): number =>
  worthOf(wordRank) + trust * worthOf(vectorRank);

/** By how many deviations the passages best by words have to be above the others to trust vectors not at all, fully. */
const NO_TRUST = 1;
const FULL_TRUST = 4;

/**
 * How much the order by vectors counts beside that by words, 0 to 1. Vectors that mean something put the passages
 * that are best by words well above the rest; those of a broken embedder put them anywhere.
 */
export const trustIn = ({ best, mean, deviation }: Compared): number => {
  if (best.length === 0) return 1; // words brought up nothing to compare with
  const above =
    best.reduce((sum, { similarity }) => sum + similarity - mean, 0) /
    best.length /
    (deviation || 1);
  return Math.min(1, Math.max(0, (above - NO_TRUST) / (FULL_TRUST - NO_TRUST)));
};
