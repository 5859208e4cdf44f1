import { expect, test } from 'vitest';
import { timeLeft } from './progress-words.ts';

test.for([
  [3, 'a few seconds left'],
  [41, 'about 50 seconds left'],
  [70, 'about 1 minute left'],
  [1_500, 'about 25 minutes left'],
  [3_700, 'about 1 hour left'],
  [9_000, 'about 3 hours left'],
] as const)('%d seconds are told as "%s"', ([seconds, words]) => {
  expect(timeLeft(seconds)).toBe(words);
});
