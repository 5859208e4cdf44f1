import { expect, test } from 'vitest';
import { standAlone } from './follow-up.ts';

const leave = 'How long is parental leave for employees?';
const hotel = 'What is the limit for a hotel in London?';
const elternzeit = 'Wie lange ist die Elternzeit?';

test.for([
  ['And for contractors?', [leave], 'How long is parental leave for contractors?'],
  ['what about interns?', [leave], 'How long is parental leave for employees – interns?'],
  ['Who approves it?', [leave], 'Who approves it? (How long is parental leave for employees)'],
  ['Why?', [leave], 'Why? (How long is parental leave for employees)'],
  ['and for interns?', [leave, 'And for contractors?'], 'How long is parental leave for interns?'],
  [
    'does that also apply to interns?',
    [leave],
    'How long is parental leave for employees – interns?',
  ],
  ['and for contractors?', [hotel], 'What is the limit for a hotel in London for contractors?'],
  ['what about Lisbon?', [hotel], 'What is the limit for a hotel in Lisbon?'],
  [
    'And the Lisbon one?',
    ['What are the opening hours of the Bristol office?'],
    'What are the opening hours of the Lisbon office?',
  ],
  [
    'by when do I have to take them?',
    ['How many days of leave do I have?', 'Can I carry them over?'],
    'by when do I have to take them? (Can I carry them over; How many days of leave do I have)',
  ],
  [
    'and at night?',
    ['Who may be on call?', 'how much do they get paid?'],
    'how much do they get paid at night? (Who may be on call)',
  ],
  ['Do contractors pay more?', ['What is lunch?'], 'Do contractors pay more? (What is lunch)'],
  ['What is the limit?', ['Are meals paid?'], 'What is the limit? (Are meals paid)'],
  ['Und für Praktikanten?', [elternzeit], 'Wie lange ist die Elternzeit für Praktikanten?'],
  [
    'Gilt das auch für Praktikanten?',
    [elternzeit],
    'Wie lange ist die Elternzeit für Praktikanten?',
  ],
  ['Wer genehmigt sie?', [elternzeit], 'Wer genehmigt sie? (Wie lange ist die Elternzeit)'],
  ['Und bis wann?', [elternzeit], 'bis wann? (Wie lange ist die Elternzeit)'],
] as const)('"%s" leans on what was asked before', ([question, earlier, expected]) => {
  expect(standAlone(question, earlier)).toBe(expected);
});

test.for([
  ['How many days of vacation does a new employee get?', [leave]],
  ['And how many vacation days do new employees get?', [leave]],
  ['Is it possible to work from abroad for two weeks?', [leave]],
  ['In what country is Normandy located?', [leave]],
  ['What was one of the major exports?', [leave]],
  ['What is phishing?', [leave]],
  ['Wie lange war das Sommertheater in Betrieb?', [elternzeit]],
  ['Für wie viele Teams spielte Manning?', [elternzeit]],
  ['And for contractors?', []],
] as const)('"%s" stands on its own', ([question, earlier]) => {
  expect(standAlone(question, earlier)).toBe(question);
});

test('runs of dots and spaces, pasted again and again, are read in no time worth speaking of', () => {
  for (const run of ['.', ' ', '? ', '.!']) {
    const evil = `What is${run.repeat(32_000 / run.length)}x`;
    expect(standAlone(evil, [evil])).toBe(evil);
    expect(standAlone('who approves it?', Array<string>(200).fill(evil))).toMatch(/^who approves/);
  }
});
