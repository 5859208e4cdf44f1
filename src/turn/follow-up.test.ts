import { expect, test } from 'vitest';
import { standAlone } from './follow-up.ts';

const leave = 'How long is parental leave for employees?';

test.for([
  ['And for contractors?', [leave], 'How long is parental leave for contractors?'],
  ['what about interns?', [leave], 'How long is parental leave for employees – interns?'],
  ['Who approves it?', [leave], 'Who approves it? (How long is parental leave for employees)'],
  ['Why?', [leave], 'Why? (How long is parental leave for employees)'],
  ['and for interns?', [leave, 'And for contractors?'], 'How long is parental leave for interns?'],
  [
    'Und für Praktikanten?',
    ['Wie lange ist die Elternzeit?'],
    'Wie lange ist die Elternzeit für Praktikanten?',
  ],
] as const)('"%s" leans on what was asked before', ([question, earlier, expected]) => {
  expect(standAlone(question, earlier)).toBe(expected);
});

test.for([
  ['How many days of vacation does a new employee get?', [leave]],
  ['And how many vacation days do new employees get?', [leave]],
  ['Is it possible to work from abroad for two weeks?', [leave]],
  ['And for contractors?', []],
] as const)('"%s" stands on its own', ([question, earlier]) => {
  expect(standAlone(question, earlier)).toBe(question);
});
