import { expect, test } from 'vitest';
import { titleOf } from './title.ts';

test.for([
  ['how long is parental leave?', 'How long is parental leave'],
  [
    'Hello! How long is parental leave for part-timers? I am one.',
    'Hello! How long is parental leave for part-timers',
  ],
  ['Dr. Smith asks\nhow leave   works.', 'Dr. Smith asks how leave works'],
  ['育児休暇はどのくらいですか。契約社員は？', '育児休暇はどのくらいですか'],
  ['???', '???'],
  [' \n ', 'New conversation'],
] as const)('%j is titled %j', ([question, title]) => {
  expect(titleOf(question)).toBe(title);
});

test('a long question is cut at a word, one without spaces between characters', () => {
  const words = titleOf(
    'What are the rules for travelling to customers by train, car and plane all year?',
  );
  expect(words.length).toBeLessThanOrEqual(60);
  expect(words).toMatch(/\w…$/u);
  const unspaced = titleOf('😀'.repeat(100));
  expect(unspaced.isWellFormed()).toBe(true);
  expect(Array.from(unspaced)).toHaveLength(60);
});
