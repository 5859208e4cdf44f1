import { expect, test } from 'vitest';
import type { QuestionResult } from '../../domain/evaluation.ts';
import { compareRuns, figuresOf } from './compare.ts';

const resultOf = (questionId: string, change: Partial<QuestionResult> = {}): QuestionResult => ({
  questionId,
  question: `${questionId}?`,
  wording: 'same',
  unanswerable: false,
  rank: 1,
  found: true,
  recall: 1,
  ndcg: 1,
  contains: null,
  cited: true,
  abstainedRightly: true,
  abstained: false,
  outdated: false,
  answer: '',
  documentIds: [],
  milliseconds: 1,
  problem: null,
  ...change,
});
const lost = { rank: null, found: false, recall: 0, ndcg: 0, cited: false };

test('figures are means over the questions that have the measure', async () => {
  const figures = await figuresOf([
    resultOf('a', { rank: 2, ndcg: 0.5 }),
    resultOf('b', lost),
    resultOf('c', { rank: null, found: null, recall: null, ndcg: null, cited: null }),
  ]);
  expect(figures.reciprocalRank).toMatchObject({ mean: 0.25, questions: 2 });
  expect(figures.ndcg).toMatchObject({ mean: 0.25, low: 0, high: 0.5, questions: 2 });
  expect(figures.abstainedRightly).toMatchObject({ mean: 1, low: 1, high: 1, questions: 3 });
  expect(figures).not.toHaveProperty('contains');
  expect(await figuresOf([])).toEqual({});
});

test('a run is compared question by question, and says which got better and worse', async () => {
  const before = [
    resultOf('better', lost),
    resultOf('worse', { rank: 1 }),
    resultOf('same'),
    resultOf('gone'),
    resultOf('reworded', { wording: 'old', ...lost }),
  ];
  const now = [
    resultOf('better'),
    resultOf('worse', { rank: 2, ndcg: 0.63 }),
    resultOf('same'),
    resultOf('new'),
    resultOf('reworded'),
  ];
  const { questions, differences, better, worse } = await compareRuns(now, before);
  expect(questions).toBe(3);
  expect(better).toEqual([
    {
      questionId: 'better',
      question: 'better?',
      measures: ['found', 'recall', 'reciprocalRank', 'ndcg', 'cited'],
    },
  ]);
  expect(worse).toMatchObject([{ questionId: 'worse', measures: ['reciprocalRank', 'ndcg'] }]);
  // (1 − .5 + 0) / 3
  expect(differences.reciprocalRank?.mean).toBeCloseTo(1 / 6, 10);
  expect(differences.reciprocalRank).toMatchObject({ questions: 3, low: -0.5, high: 1 });
  expect(differences.found?.before).toBeCloseTo(2 / 3, 10);
  expect(differences.found?.now).toBe(1);
  expect(differences.abstainedRightly).toMatchObject({ mean: 0, low: 0, high: 0 });
});

test('the greatest changes come first', async () => {
  const { worse } = await compareRuns(
    [resultOf('little', { ndcg: 0.9 }), resultOf('much', lost)],
    [resultOf('little'), resultOf('much')],
  );
  expect(worse.map(({ questionId }) => questionId)).toEqual(['much', 'little']);
});
