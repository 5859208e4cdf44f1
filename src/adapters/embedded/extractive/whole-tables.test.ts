import { expect, test } from 'vitest';
import { foundPassage, retrievalOf } from '../../../../testing/conformance/answerer.ts';
import { quotedAnswer as answer } from '../../../../testing/quoted-answer.ts';

test('a row of a table comes with the names of its columns, which say nothing alone', async () => {
  const text =
    'Group | Target bonus | Paid\nEmployees | 4 per cent | March\nInterns | £400 | Last month\nContractors | None | -';
  const { quotes } = await answer(
    retrievalOf([foundPassage({ text, headings: ['Annual bonus'] })], { terms: [] }),
    'Which target bonus do interns get?',
  );
  expect(quotes.slice(0, 2)).toEqual([
    'Group | Target bonus | Paid',
    'Interns | £400 | Last month',
  ]);
});

const rooms =
  'Room | Office | Seats\nAvon | Bristol | 14\nMaas | Rotterdam | 12\nRotte | Rotterdam | 6\nTejo | Lisbon | 10';

test.for([
  ['Which rooms are there?', ['Avon', 'Maas', 'Rotte', 'Tejo']],
  ['Which rooms are in Rotterdam?', ['Maas', 'Rotte']],
  ['How many seats does Tejo have?', ['Tejo']],
  ['Which has more seats, Avon or Tejo?', ['Avon', 'Tejo']],
] as [string, string[]][])('%j gets the rows that were asked for', async ([question, rows]) => {
  const { quotes } = await answer(
    retrievalOf([foundPassage({ text: rooms, headings: ['Meeting rooms'] })], { terms: [] }),
    question,
  );
  expect(quotes[0]).toBe('Room | Office | Seats');
  expect(quotes.slice(1).map((row) => row.split(' ')[0])).toEqual(rows);
});

test('a list below a heading that asks is quoted whole', async () => {
  const text = '- Blue: employees\n- Green: interns. They are new.\n- Yellow: visitors';
  const { quotes } = await answer(
    retrievalOf([foundPassage({ text, headings: ['What do the badge colours mean?'] })], {
      terms: [],
    }),
    'What do the badge colours mean?',
  );
  expect(quotes).toEqual([
    'Blue: employees',
    'Green: interns.',
    'They are new.',
    'Yellow: visitors',
  ]);
});

test('what announces code is quoted with the code', async () => {
  const text = 'To restart the pump:\n\n```\npump stop\npump start\n```\n\nThen wait.';
  const { quotes } = await answer(
    retrievalOf([foundPassage({ text })], { terms: [] }),
    'How do I restart the pump?',
  );
  expect(quotes.slice(0, 3)).toEqual(['To restart the pump:', 'pump stop', 'pump start']);
});

test('what only asks is no answer, and what says what a thing is comes first', async () => {
  const text =
    'What is new in the pump? The pump and the pump drive move. A pump is a machine that lifts.';
  const { quotes } = await answer(
    retrievalOf([foundPassage({ text })], { terms: [] }),
    'What is a pump?',
  );
  expect(quotes[0]).toBe('A pump is a machine that lifts.');
  expect(quotes).not.toContain('What is new in the pump?');
});

test('what is not covered stands below the heading that says not', async () => {
  const covered = foundPassage({
    headings: ['What is covered?'],
    text: 'Oil of the plan. The plan covers seals.',
  });
  const not = foundPassage({
    id: 'not',
    headings: ['What is not covered?'],
    text: 'Paint, hoses. Ask first.',
    score: 7,
  });
  const { quotes } = await answer(
    retrievalOf([covered, not], { terms: [] }),
    'What is not covered?',
  );
  expect(quotes[0]).toBe('Paint, hoses.');
});

test('every passage that was found is read', async () => {
  const others = Array.from({ length: 7 }, (_, at) =>
    foundPassage({ id: `other${at}`, text: `Number ${at} is about cooling.` }),
  );
  const { quotes } = await answer(retrievalOf([...others, foundPassage()]));
  expect(quotes[0]).toBe('The cooling pump is inspected every six months.');
});

const list =
  'The plan of the pump covers:\n\n• Oil\n• Two seals a year\n• Cooling water\n\nThe plan ends in May.';

test('what announces a list is quoted with the whole list', async () => {
  const { quotes } = await answer(
    retrievalOf([foundPassage({ text: list })], { terms: [] }),
    'What does the plan of the pump cover?',
  );
  expect(quotes.slice(0, 4)).toEqual([
    'The plan of the pump covers:',
    'Oil',
    'Two seals a year',
    'Cooling water',
  ]);
});

test('an item of a list comes with what announces the list', async () => {
  const { quotes } = await answer(
    retrievalOf([foundPassage({ text: list })], { terms: [] }),
    'Seals?',
  );
  expect(quotes.slice(0, 2)).toEqual(['The plan of the pump covers:', 'Two seals a year']);
});
