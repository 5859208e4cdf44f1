import type { PassageEvidence } from '../../../domain/passage.ts';
import type { Boosts } from '../../../ports/knowledge-index.ts';
import { boostOf } from './document-facts.ts';
import { makeFusion } from './fusion.ts';
import type { Candidate } from './passage-rows.ts';
import type { Compared } from './vectors/vector-search.ts';
import type { FoundByWords } from './word-search.ts';

export type Ranked = { candidate: Candidate; score: number; why: PassageEvidence };

const notFound: PassageEvidence = {
  wordRank: null,
  wordScore: null,
  words: [],
  vectorRank: null,
  similarity: null,
  boost: 1,
};

const highestFirst = (ranked: readonly Ranked[]): Ranked[] =>
  ranked.toSorted(
    (left, right) => right.score - left.score || left.candidate.row - right.candidate.row,
  );

export const rankedByWords = ({ ranked }: FoundByWords): Ranked[] =>
  ranked.map(({ candidate, score, words }, place) => ({
    candidate,
    score,
    why: { ...notFound, wordRank: place + 1, wordScore: score, words },
  }));

/** One order from that of the words and that of the vectors; `candidatesOf` reads rows that words did not bring up. */
export const fused = (
  byWords: FoundByWords,
  compared: Compared,
  candidatesOf: (rows: readonly number[]) => Candidate[],
): Ranked[] => {
  const known = new Map(rankedByWords(byWords).map((ranked) => [ranked.candidate.row, ranked]));
  const { similar, best } = compared;
  const unknown = candidatesOf(similar.flatMap(({ row }) => (known.has(row) ? [] : row)));
  for (const candidate of unknown)
    known.set(candidate.row, { candidate, score: 0, why: { ...notFound } });
  for (const { row, similarity } of best) {
    const ranked = known.get(row);
    if (ranked) known.set(row, { ...ranked, why: { ...ranked.why, similarity } });
  }
  for (const [place, { row, similarity }] of similar.entries()) {
    const ranked = known.get(row);
    if (ranked)
      known.set(row, { ...ranked, why: { ...ranked.why, vectorRank: place + 1, similarity } });
  }
  const words = { best: byWords.ranked[0]?.score ?? 0, evidence: byWords.evidence };
  const fusedScore = makeFusion(words, compared);
  return highestFirst(
    [...known.values()].map((ranked) => ({ ...ranked, score: fusedScore(ranked.why) })),
  );
};

export const boosted = (ranked: readonly Ranked[], boosts: Boosts): Ranked[] =>
  highestFirst(
    ranked.map(({ candidate, score, why }) => {
      const boost = boostOf(candidate, boosts);
      return { candidate, score: score * boost, why: { ...why, boost } };
    }),
  );
