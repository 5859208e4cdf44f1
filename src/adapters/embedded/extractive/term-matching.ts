import type { QueryTerm } from '../../../domain/passage.ts';
import { unspacedCharacter } from '../../../lib/language/scripts.ts';
import { stemsOf } from '../../../lib/language/stems.ts';

/** `covered`: how well a text stands for each term, 0 to 1; `pairs`: see `makeMatcher`. */
export type Match = { covered: number[]; stems: number; pairs: number };

const likenessIn = (terms: readonly QueryTerm[]) => {
  const known = new Map<string, [term: number, likeness: number][]>();
  for (const [index, { variants }] of terms.entries())
    for (const { stem, likeness } of variants)
      known.set(stem, [...(known.get(stem) ?? []), [index, likeness]]);
  return (stem: string) => known.get(stem) ?? [];
};

/** Which terms stand in a text, and the mean weight of neighbours in the question that are neighbours here too. */
export const makeMatcher = (terms: readonly QueryTerm[]) => {
  const likeness = likenessIn(terms);
  const weight = (term: number) => terms[term]?.weight ?? 0;
  return (text: string, language: string): Match => {
    const stems = stemsOf(text, language);
    const covered = terms.map(() => 0);
    const pairs = new Set<number>();
    let before: number[] = [];
    for (const stem of stems) {
      const here = likeness(stem);
      for (const [term, like] of here) {
        covered[term] = Math.max(covered[term] ?? 0, like);
        if (before.includes(term - 1) && !unspacedCharacter.test(stem)) pairs.add(term);
      }
      before = here.map(([term]) => term);
    }
    return {
      covered,
      stems: stems.length,
      pairs: [...pairs].reduce((sum, term) => sum + (weight(term - 1) + weight(term)) / 2, 0),
    };
  };
};

/** The weight of the terms, each as far as `share` says. */
export const weigh = (terms: readonly QueryTerm[], share: (term: number) => number): number =>
  terms.reduce((sum, { weight }, term) => sum + weight * share(term), 0);
