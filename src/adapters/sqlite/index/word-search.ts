import { queryTerms } from './query-terms.ts';
import type { Candidate, makeRows } from './passage-rows.ts';
import type { makeReadableWords } from './readable-words.ts';
import type { Allowed } from './scope.ts';
import { highestScore, scorePassage, type ScoredTerm } from './scoring.ts';
import type { Snapshot } from './snapshot.ts';

/** Found by the text index, scored again with positions. */
const CANDIDATES = 100;
/**
 * Candidates come from the rarest words until these occur so often together: what a search costs then hardly
 * grows with the index. Words beyond it still count in the score.
 */
const POSTINGS = 30_000;

/** Names and numbers are the same in every language: among passages that hold them, one in that of the question. */
const SAME_LANGUAGE = 1.5;

export type FoundByWords = {
  /** Best first. */
  ranked: { candidate: Candidate; score: number; words: string[] }[];
  terms: ScoredTerm[];
  /** Share of the question's weight that the best one carries. */
  evidence: number;
};

const rarest = (
  terms: readonly ScoredTerm[],
  frequency: (stem: string) => number,
): ScoredTerm[] => {
  const often = (term: ScoredTerm) =>
    term.variants.reduce((sum, { stem }) => sum + frequency(stem), 0);
  const rising = terms
    .map((term) => ({ term, often: often(term) }))
    .toSorted((left, right) => left.often - right.often);
  let sum = 0;
  return rising
    .filter((entry, place) => {
      sum += entry.often;
      return sum <= POSTINGS || place === 0;
    })
    .map(({ term }) => term);
};

/** `told`: the question says which of the languages it is in. Else there may be several. */
type Question = { query: string; languages: readonly string[]; told: boolean; limit: number };

export const makeWordSearch =
  (
    { withWords }: ReturnType<typeof makeRows>,
    readableWords: ReturnType<typeof makeReadableWords>,
  ) =>
  (
    { query, languages, told, limit: wanted }: Question,
    snapshot: Snapshot,
    allowed: Allowed,
  ): FoundByWords => {
    const terms = queryTerms(query, languages, readableWords(snapshot, allowed));
    if (terms.length === 0) return { ranked: [], terms, evidence: 0 };
    const limit = Math.max(CANDIDATES, wanted);
    // What a search costs goes by all that is in the index, whoever may read it.
    const rare = rarest(terms, snapshot.words.frequency);
    let candidates = withWords(rare, allowed, limit);
    if (candidates.length < wanted && rare.length < terms.length)
      candidates = withWords(terms, allowed, limit);
    const preferred = told ? languages[0] : undefined;
    const ranked = candidates
      .map((candidate) => {
        const { score, words: held } = scorePassage(candidate, terms, snapshot.averageLength);
        const isPreferred = allowed.scopes.get(candidate.scope)?.language === preferred;
        return { candidate, score: isPreferred ? score * SAME_LANGUAGE : score, words: held };
      })
      .toSorted(
        (left, right) => right.score - left.score || left.candidate.row - right.candidate.row,
      );
    const highest = highestScore(terms);
    const evidence = highest > 0 ? Math.min(1, (ranked[0]?.score ?? 0) / highest) : 0;
    return { ranked, terms, evidence };
  };
