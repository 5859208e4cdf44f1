import { expect, test } from 'vitest';
import type { Citation } from '../../domain/citation.ts';
import type { TestQuestion } from '../../domain/evaluation.ts';
import type { SourcePassage } from '../../domain/message.ts';
import { scoreAnswer, scoreFailure, wordingOf } from './score.ts';
import { holdsQuote } from './same-words.ts';

const test1: TestQuestion = {
  id: 'q',
  baseId: 'b',
  question: 'How warm?',
  expected: [
    { documentId: 'd1', quote: 'Keep it at  60 °C.' },
    { documentId: 'd2', quote: null },
  ],
  answer: '60 °c',
  unanswerable: false,
  messageId: null,
  createdAt: 1,
  updatedAt: 1,
};
const sourceOf = (documentId: string, text: string): SourcePassage => ({
  passageId: 'p',
  documentId,
  versionId: 'v',
  baseId: 'b',
  title: 'T',
  headings: [],
  page: null,
  start: 0,
  end: text.length,
  text,
  score: 1,
});
const citationOf = (documentId: string, quote: string): Citation => ({
  ...sourceOf(documentId, quote),
  kind: 'placed',
  id: 'c',
  offset: 0,
  passageNumber: 1,
  quote,
});
const given = {
  text: 'At 60 °C.',
  sources: [
    sourceOf('d1', 'Something else.'),
    sourceOf('d1', 'The boiler. KEEP it at 60 °C. Never above.'),
    sourceOf('d1', 'Again: keep it at 60 °C.'),
  ],
  citations: [citationOf('d1', 'Keep it at 60 °C.')],
  abstained: false,
};
const circumstances = { outdated: false, milliseconds: 5 };

test('an expected passage counts where it comes first, a document without a quote anywhere', () => {
  const score = scoreAnswer(test1, given, circumstances);
  // One of two found, at the second place: (1/log2 3) of (1 + 1/log2 3).
  const ideal = 1 + 1 / Math.log2(3);
  expect(score).toMatchObject({ rank: 2, found: true, recall: 0.5, contains: true, cited: true });
  expect(score.ndcg).toBeCloseTo(1 / Math.log2(3) / ideal, 10);
  const both = { ...given, sources: [sourceOf('d2', 'x'), sourceOf('d1', 'keep it at 60 °C.')] };
  expect(scoreAnswer(test1, both, circumstances)).toMatchObject({ rank: 1, recall: 1, ndcg: 1 });
});

test('other words of the same document are neither found nor cited', () => {
  const off = {
    ...given,
    text: 'Cold.',
    sources: [sourceOf('d1', 'Nothing.'), sourceOf('d3', 'Keep it at 60 °C.')],
    citations: [citationOf('d1', 'Nothing.')],
  };
  const expected = { rank: null, found: false, recall: 0, ndcg: 0, contains: false, cited: false };
  expect(scoreAnswer(test1, off, circumstances)).toMatchObject(expected);
});

test('what is not said to be right is not judged; abstaining is, on either side', () => {
  const open = { ...test1, expected: [], answer: null };
  expect(scoreAnswer(open, { ...given, abstained: true }, circumstances)).toMatchObject({
    rank: null,
    found: null,
    ndcg: null,
    contains: null,
    cited: null,
    abstainedRightly: false,
  });
  const none = { ...open, unanswerable: true };
  const refused = { ...given, abstained: true };
  expect(scoreAnswer(none, refused, circumstances).abstainedRightly).toBe(true);
  expect(scoreAnswer(none, given, circumstances).abstainedRightly).toBe(false);
});

test('no answer at all is wrong in everything', () => {
  expect(scoreFailure(test1, 'Down.', circumstances)).toMatchObject({
    problem: 'Down.',
    found: false,
    ndcg: 0,
    contains: false,
    cited: false,
    abstainedRightly: false,
  });
});

test('the wording changes with what is asked and what is right, not with when', () => {
  expect(wordingOf({ ...test1, updatedAt: 9 })).toBe(wordingOf(test1));
  expect(wordingOf({ ...test1, question: 'How cold?' })).not.toBe(wordingOf(test1));
  expect(wordingOf({ ...test1, answer: null })).not.toBe(wordingOf(test1));
});

test('a quote is found when a passage was cut through it, or is a part of it', () => {
  const quote = 'The boiler is kept at sixty degrees, and never above that in summer.';
  expect(holdsQuote(`Before. ${quote.slice(0, 45)}`, quote)).toBe(true);
  expect(holdsQuote(`${quote.slice(25)} After.`, quote)).toBe(true);
  expect(holdsQuote('sixty degrees', quote)).toBe(true);
  expect(holdsQuote('The boiler is kept warm.', quote)).toBe(false);
  expect(holdsQuote('', quote)).toBe(false);
});
