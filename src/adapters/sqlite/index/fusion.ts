import type { PassageEvidence } from '../../../domain/passage.ts';
import type { Compared } from './vectors/vector-search.ts';

/** The best score of the search by words, and how much of the question it carries. */
type Words = { best: number; evidence: number };
type Vectors = Pick<Compared, 'similar' | 'best' | 'mean' | 'deviation'>;
type Known = Pick<PassageEvidence, 'wordScore' | 'similarity'>;

/**
 * By how many deviations the most alike of the passages that are best by words has to be above all others for its
 * vector not to be there by chance. The best of five drawn at random passes the first once in nine times, the second
 * hardly ever.
 */
const BY_CHANCE = 2;
const NOT_BY_CHANCE = 4;
/** Those that may be there by chance still order what words leave at a draw. */
const LEAST_TRUST = 0.01;
/** What trusted vectors count beside words that carry the whole question, and beside words that carry nothing of it. */
const BESIDE_WORDS = 0.1;
const WITHOUT_WORDS = 0.6;

/**
 * How far vectors can be trusted for this question, up to 1. Those that mean something put at least one of the
 * passages that are best by words well above the rest; those of a broken embedder put them anywhere.
 */
const trustIn = ({ best, mean, deviation }: Vectors): number => {
  if (best.length === 0) return 1; // words brought up nothing to compare with
  const highest = best.reduce((most, { similarity }) => Math.max(most, similarity), -1);
  const above = (highest - mean) / (deviation || 1);
  const trust = (above - BY_CHANCE) / (NOT_BY_CHANCE - BY_CHANCE);
  return Math.min(1, Math.max(LEAST_TRUST, trust));
};

/**
 * How much vectors count where words count 1: as far as they can be trusted, and the more of the question the words
 * left unsaid.
 */
const weightOf = (vectors: Vectors, evidence: number): number =>
  trustIn(vectors) * (WITHOUT_WORDS + (BESIDE_WORDS - WITHOUT_WORDS) * evidence);

/**
 * One number from two: the score by words as a share of the best one's, and the likeness as a share of the way from
 * the mean to the most alike. Unlike ranks these keep how far ahead a passage is: vectors decide where words are at a
 * draw, and do not turn over what words are sure of.
 */
export const makeFusion = (words: Words, vectors: Vectors): ((known: Known) => number) => {
  const { similar, mean } = vectors;
  const weight = weightOf(vectors, words.evidence);
  const mostAlike = (similar[0]?.similarity ?? mean) - mean;
  const likeness = (similarity: number): number =>
    mostAlike > 0 ? Math.max(0, (similarity - mean) / mostAlike) : 1; // all the same
  return ({ wordScore, similarity }) => {
    const byWords = wordScore === null ? 0 : wordScore / words.best;
    return byWords + weight * (similarity === null ? 0 : likeness(similarity));
  };
};
