import { expect, test } from 'vitest';
import { asAsked, ordinal } from './question-words.ts';

test.each([
  ['employe', 'employees'],
  ['expens', 'expense'],
  ['perk', 'perk'],
  ['perksplus', 'PerksPlus'],
  ['lieu', 'lieu'],
])('the stem %s is said as the question says it', (stem, word) => {
  expect(asAsked(stem, 'How much can employees expense with PerksPlus?')).toBe(word);
});

test('ranks are said as people say them', () => {
  expect([1, 2, 3, 4, 11, 22].map(ordinal)).toEqual(['1st', '2nd', '3rd', '4th', '11th', '22nd']);
});
