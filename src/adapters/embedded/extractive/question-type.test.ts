import { expect, test } from 'vitest';
import { definesSubject } from './question-type.ts';

test.for([
  ['What is a deductible?', 'A deductible is what you pay first.'],
  ['… what are  the core hours ? ', 'Core hours are from ten to three.'],
  ['Was ist eine Wärmepumpe?', 'Die Wärmepumpe ist hinter dem Haus.'],
] as const)('%j is answered by what it is', ([question, sentence]) => {
  expect(definesSubject(question)(sentence)).toBe(true);
  expect(definesSubject(question)(`Nobody knows. ${sentence.slice(-9)}`)).toBe(false);
});

test('a question that is mostly spaces takes no time', () => {
  const spaces = ' '.repeat(200_000);
  for (const question of [
    `What is ab${spaces}x`,
    `What is${spaces}${'x'.repeat(70)}`,
    `What is the${spaces}`,
  ])
    expect(definesSubject(question)('The rest is silence.')).toBe(false);
});
