import type { QueryTerm } from '../../../domain/passage.ts';
import type { Sentence } from './sentence-scores.ts';
import { weigh } from './term-matching.ts';

const MOST = 3;
const REPEATED = 0.3;
/** A further sentence has to be worth this share of the first. */
const GOOD_ENOUGH = 0.65;

/** The best sentences, each for what it adds to those before it. */
export const chooseSentences = (
  sentences: readonly Sentence[],
  terms: readonly QueryTerm[],
): Sentence[] => {
  const all = weigh(terms, () => 1) || 1;
  const chosen: Sentence[] = [];
  const had = terms.map(() => 0);
  const rest = new Set(sentences);
  while (chosen.length < MOST && rest.size > 0) {
    let best: { sentence: Sentence; worth: number } | undefined;
    for (const sentence of rest) {
      const repeated = weigh(terms, (term) =>
        Math.min(had[term] ?? 0, sentence.covered[term] ?? 0),
      );
      const worth = sentence.score - (REPEATED * repeated) / all;
      if (!best || worth > best.worth) best = { sentence, worth };
    }
    if (!best) break;
    const { sentence, worth } = best;
    const first = chosen[0];
    if (first && worth < GOOD_ENOUGH * first.score) break;
    chosen.push(sentence);
    for (const [term, share] of sentence.covered.entries())
      had[term] = Math.max(had[term] ?? 0, share);
    for (const other of rest)
      if (other.text === sentence.text || other.table === sentence.table) rest.delete(other);
  }
  return chosen;
};
