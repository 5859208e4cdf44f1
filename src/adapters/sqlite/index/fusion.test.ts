import { expect, test } from 'vitest';
import { makeFusion } from './fusion.ts';

type Known = { id: string; wordScore: number | null; similarity: number | null };

/** Ids in their order; all passages that are not given have a likeness of 0 with a deviation of .1. */
const fused = (passages: readonly Known[], evidence = 0.5): string[] => {
  const likenesses = (of: readonly Known[]) =>
    of.flatMap(({ similarity }) => (similarity === null ? [] : { row: 1, similarity }));
  const byWords = passages.filter(({ wordScore }) => wordScore !== null);
  const fusedScore = makeFusion(
    { best: Math.max(...byWords.map(({ wordScore }) => wordScore ?? 0)), evidence },
    {
      similar: likenesses(passages).toSorted((left, right) => right.similarity - left.similarity),
      best: likenesses(byWords),
      mean: 0,
      deviation: 0.1,
    },
  );
  return passages
    .map((known) => ({ id: known.id, score: fusedScore(known) }))
    .toSorted((left, right) => right.score - left.score)
    .map(({ id }) => id);
};

const first = { id: 'first', wordScore: 10, similarity: 0.1 };
const second = { id: 'second', wordScore: 9, similarity: 0.6 };

test('vectors decide where words are nearly at a draw, not where words are sure', () => {
  expect(fused([first, second])).toEqual(['second', 'first']);
  expect(fused([first, { ...second, wordScore: 5 }])).toEqual(['first', 'second']);
});

test('vectors that may be anywhere change nothing but a draw', () => {
  const byChance = { ...second, similarity: 0.15 };
  const elsewhere = { id: 'elsewhere', wordScore: null, similarity: 0.9 };
  expect(fused([first, byChance])).toEqual(['first', 'second']);
  expect(fused([first, byChance, elsewhere])).toEqual(['first', 'second', 'elsewhere']);
  expect(fused([first, { ...byChance, wordScore: 10 }])).toEqual(['second', 'first']);
});

test('the less of the question stands in any passage, the more vectors count', () => {
  const passages = [first, { ...second, wordScore: 8 }];
  expect(fused(passages, 0.9)).toEqual(['first', 'second']);
  expect(fused(passages, 0.2)).toEqual(['second', 'first']);
});

test('without words the order is that of the vectors; one that lies like all others is found', () => {
  const near = { id: 'near', wordScore: null, similarity: 0.3 };
  const nearest = { id: 'nearest', wordScore: null, similarity: 0.4 };
  expect(fused([near, nearest], 0)).toEqual(['nearest', 'near']);
  const only = { best: [], similar: [{ row: 1, similarity: 0.3 }], mean: 0.3, deviation: 0 };
  const score = makeFusion({ best: 0, evidence: 0 }, only)({ wordScore: null, similarity: 0.3 });
  expect(score).toBeGreaterThan(0);
});
