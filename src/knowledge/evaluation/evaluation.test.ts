import { expect, test } from 'vitest';
import { parseAnswers, parseCorpus, parseJudgements, parseQuestions } from './collection.ts';
import { documentsOf, evaluateAnswers, evaluateRetrieval } from './evaluate.ts';
import { rankingFigures, trecRun } from './ranking-figures.ts';

const judgements = parseJudgements(
  'query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\td2\t1\nq1\td3\t0\nq2\td4\t1\nq3\td1\t0\n',
);

test('figures as trec_eval counts them', () => {
  const ranking = new Map([['q1', ['d3', 'd1', 'd1', 'd2']]]);
  const figures = rankingFigures(judgements, ranking);
  const ideal = 2 + 1 / Math.log2(3);
  const gained = 2 / Math.log2(3) + 1 / Math.log2(4);
  // q2 has no ranking and counts 0, q3 nothing relevant and does not count.
  expect(figures.questions).toBe(2);
  expect(figures.ndcg).toBeCloseTo(gained / ideal / 2, 10);
  expect(figures.recall).toBeCloseTo(0.5, 10);
  expect(figures.reciprocalRank).toBeCloseTo(0.25, 10);
  expect(rankingFigures(judgements, ranking, 1)).toMatchObject({
    ndcg: 0,
    recall: 0,
    reciprocalRank: 0,
  });
});

test('judgements of four columns, with graded and odd lines', () => {
  expect(parseJudgements('q1 0 d1 2\r\n\r\nnonsense\n')).toEqual(
    new Map([['q1', new Map([['d1', 2]])]]),
  );
});

test('collections are read by line, and a broken line is named', () => {
  expect(parseCorpus('{"_id":"a","title":"T","text":"x"}\r\n\n{"_id":1,"text":"y"}')).toEqual([
    { id: 'a', title: 'T', text: 'x' },
    { id: '1', title: '', text: 'y' },
  ]);
  expect(parseAnswers('{"_id":"q","answers":["x",""],"paragraph":"p"}')).toEqual([
    { id: 'q', answers: ['x'], document: 'p' },
  ]);
  expect(() => parseQuestions('{"_id":"a","text":"x"}\n{oops')).toThrow('line 2');
  expect(() => parseQuestions('[1]')).toThrow('line 1');
});

test('a run names question, document, rank and falling score', () => {
  expect(trecRun(new Map([['q 1', ['a', 'b c']]]))).toBe(
    'q_1 Q0 a 1 2 docent\nq_1 Q0 b_c 2 1 docent\n',
  );
});

test('retrieval is asked for every question; a document stands where its best passage does', async () => {
  const search = (question: string) =>
    Promise.resolve(
      documentsOf(
        question === 'one'
          ? [{ documentId: 'd1' }, { documentId: 'd1' }, { documentId: 'd2' }]
          : [],
      ),
    );
  const { ranking, figures } = await evaluateRetrieval({
    questions: [
      { id: 'q1', text: 'one' },
      { id: 'q2', text: 'two' },
    ],
    judgements,
    search,
  });
  expect(ranking).toEqual(
    new Map([
      ['q1', ['d1', 'd2']],
      ['q2', []],
    ]),
  );
  expect(figures.ndcg).toBeCloseTo(0.5, 10);
});

test('answers: gold in the first sentence and in any, refusals on either side', async () => {
  const gold = new Map(
    parseAnswers('{"_id":"a","answers":["six  months"]}\n{"_id":"b","answers":["ten"]}').map(
      (one) => [one.id, one],
    ),
  );
  const figures = await evaluateAnswers({
    questions: [
      { id: 'a', text: 'a' },
      { id: 'b', text: 'b' },
      { id: 'without gold', text: 'c' },
    ],
    gold,
    unanswerable: [
      { id: 'u', text: 'u' },
      { id: 'v', text: 'a' },
    ],
    answer: (question) =>
      Promise.resolve(
        question === 'a'
          ? { sentences: ['Every SIX\nmonths.', 'No.'], abstained: false }
          : { sentences: ['No.', 'After ten years.'], abstained: true },
      ),
  });
  expect(figures).toEqual({
    questions: 2,
    inFirst: 0.5,
    inAny: 1,
    sentences: 2,
    falseRefusals: 0.5,
    refused: 0.5,
  });
});
