import { expect, test } from 'vitest';
import { titleOf } from './title.ts';

test.for([
  ['how long is parental leave? And for contractors?', 'How long is parental leave'],
  ['  leave\n\n policy ', 'Leave policy'],
  ['???', '???'],
  ['  ', 'New conversation'],
] as const)('%s', ([question, title]) => {
  expect(titleOf(question)).toBe(title);
});

test('a long question is cut at a word, and never inside a character', () => {
  expect(titleOf('word '.repeat(30))).toBe(`W${'word '.repeat(12).slice(1, -6)}…`);
  expect(titleOf('😀'.repeat(5000))).toBe(`${'😀'.repeat(59)}…`);
});

test('runs of dots and spaces, pasted again and again, are read in no time worth speaking of', () => {
  for (const run of ['.', ' ', '? ', '.!']) {
    const evil = `What${run.repeat(32_000 / run.length)}x`;
    for (let times = 0; times < 50; times += 1) expect(titleOf(evil).length).toBeLessThan(70);
  }
});
