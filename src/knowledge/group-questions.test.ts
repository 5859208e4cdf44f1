import { expect, test } from 'vitest';
import { groupQuestions } from './group-questions.ts';

const asked = (...questions: string[]) =>
  questions.map((question, at) => ({ messageId: `m${at}`, question, askedAt: 100 - at }));

test('questions that share their words are one, as they were asked the last time', async () => {
  const groups = await groupQuestions(
    asked(
      'How long is parental leave?',
      'Can I bring my dog?',
      'how long is the parental leave',
      'Parental leave: how long??',
      'What does lunch cost in Rotterdam?',
      'May I bring a dog?',
    ),
  );
  expect(groups).toEqual([
    {
      question: 'How long is parental leave?',
      asked: 3,
      lastAskedAt: 100,
      messageIds: ['m0', 'm2', 'm3'],
    },
    { question: 'Can I bring my dog?', asked: 2, lastAskedAt: 99, messageIds: ['m1', 'm5'] },
    {
      question: 'What does lunch cost in Rotterdam?',
      asked: 1,
      lastAskedAt: 96,
      messageIds: ['m4'],
    },
  ]);
});

test('questions without words that say something are apart, unless they are the same', async () => {
  const groups = await groupQuestions(asked('???', 'Why?', 'why?', '', ''));
  expect(groups.map(({ question, asked: times }) => [question, times])).toEqual([
    ['Why?', 2],
    ['', 2],
    ['???', 1],
  ]);
});
