import { expect, test } from 'vitest';
import {
  foundPassage,
  retrievalOf,
  testAnswerer,
} from '../../../../testing/conformance/answerer.ts';
import { quotedAnswer as answer } from '../../../../testing/quoted-answer.ts';
import type { FoundPassage } from '../../../domain/passage.ts';
import { extractiveAnswerer } from './extractive-answerer.ts';

testAnswerer('extractive answerer', extractiveAnswerer);

test('the sentence that says most comes first, word for word at its place', async () => {
  const other = foundPassage({
    id: 'other',
    text: 'Pumps are blue. The records of the pump are kept by the technician.',
    score: 4,
    start: 40,
  });
  const { text, quotes, abstained } = await answer(retrievalOf([foundPassage(), other]));
  expect(quotes[0]).toBe('The cooling pump is inspected every six months.');
  expect(text.startsWith('From your documents:')).toBe(true);
  expect(abstained).toBe(false);
});

test('after the best sentence come others in reading order, at most three in all', async () => {
  const sentences = [
    'Inspect valves daily.',
    'Cooling is vital here, says the manual.',
    'The pump is to inspect when cooling fails.',
    'A pump hums.',
  ];
  const { quotes } = await answer(retrievalOf([foundPassage({ text: sentences.join(' ') })]));
  expect(quotes[0]).toBe(sentences[2]);
  expect(quotes.length).toBeLessThanOrEqual(3);
  const rest = quotes.slice(1).map((quote) => sentences.indexOf(quote));
  expect(rest).toEqual(rest.toSorted((left, right) => left - right));
});

test('quotes several passages, and the same sentence once', async () => {
  const copy = foundPassage({ id: 'copy', documentId: 'copy', start: 5, score: 7.9 });
  const more = foundPassage({
    id: 'more',
    documentId: 'more',
    text: 'Before you inspect the cooling pump, close the valve.',
    score: 7.5,
  });
  const { quotes, marks } = await answer(retrievalOf([foundPassage(), copy, more]));
  expect(new Set(quotes).size).toBe(quotes.length);
  expect(marks.map(({ passageNumber }) => passageNumber)).toContain(3);
});

test('where there are no documents nobody is told their language', async () => {
  const empty = { ...retrievalOf([]), passagesInScope: 0 };
  const { text, abstained } = await answer(empty, 'Wie oft wird die Pumpe geprüft?');
  expect(text).toBe('Die Dokumente scheinen das nicht zu beantworten: Keine Stelle spricht davon.');
  expect(abstained).toBe(true);
});

test('a question for a number prefers a sentence that holds one', async () => {
  const text = 'The cooling pump weighs a lot. The cooling pump weighs 420 kilograms.';
  const { quotes } = await answer(
    retrievalOf([foundPassage({ text })]),
    'How much does the cooling pump weigh?',
  );
  expect(quotes[0]).toBe('The cooling pump weighs 420 kilograms.');
});

test.for([
  ['¿Cuántas horas dura la jornada?', 'La jornada es buena. La jornada es de 38 horas.'],
  [
    'Quand la pompe est-elle contrôlée ?',
    'La pompe est contrôlée. La pompe est contrôlée en août.',
  ],
] as const)('%j is asked for a number or a day in its own language', async ([question, text]) => {
  const { quotes } = await answer(retrievalOf([foundPassage({ text })], { terms: [] }), question);
  expect(quotes[0]).toBe(text.split('. ')[1]);
});

test('below a heading that asks the same, the first sentence is the answer, however short', async () => {
  const text = 'Every six months. The pump is inspected by a technician, never by the crew.';
  const { quotes } = await answer(
    retrievalOf([foundPassage({ text, headings: ['How often is the cooling pump inspected?'] })]),
  );
  expect(quotes[0]).toBe('Every six months.');
});

test('a heading asks without a question mark too, and a table answers with its first row', async () => {
  const text = 'Group | Days a year\nEmployees | 27 days\nInterns | 2 days a month';
  const closed = foundPassage({
    id: 'closed',
    headings: ['Annual leave', 'Closure'],
    text: 'Three of these days are a gift, the rest is taken from annual leave.',
  });
  const table = foundPassage({ headings: ['Annual leave', 'How much leave you have'], text });
  const { quotes } = await answer(
    retrievalOf([closed, table], { terms: [] }),
    'How many days of annual leave?',
  );
  expect(quotes.slice(0, 2)).toEqual(['Group | Days a year', 'Employees | 27 days']);
});

test('a heading that asks for something else besides opens no answer', async () => {
  const text = 'Yes, always. Passwords are needed with the factor.';
  const { quotes } = await answer(
    retrievalOf(
      [
        foundPassage({ text: 'At least 14 characters is how long passwords need to be.' }),
        foundPassage({
          id: 'other',
          text,
          headings: ['Passwords', 'Do I need a second factor from the desk?'],
        }),
      ],
      { terms: [] },
    ),
    'How long do passwords need to be?',
  );
  expect(quotes).not.toContain('Yes, always.');
});

test('what opens an answer begins below the heading, also where that stands in the text', async () => {
  const text = 'Pay follows grades.\n\nWhen pay arrives\n\nOn the 25th of the month.';
  const { quotes } = await answer(
    retrievalOf([foundPassage({ text, headings: ['Pay', 'When pay arrives'] })], { terms: [] }),
    'When does my pay arrive?',
  );
  expect(quotes[0]).toBe('On the 25th of the month.');
});

test('a heading that stands in the text is no answer', async () => {
  const text = 'Inspection of the cooling pump\n\nThe cooling pump is looked at twice a year.';
  const { quotes } = await answer(retrievalOf([foundPassage({ text })]));
  expect(quotes[0]).toBe('The cooling pump is looked at twice a year.');
});

test('weak evidence in a large base is said, with the nearest sentences', async () => {
  const weak = retrievalOf([foundPassage()], { evidence: 0.15, passagesInScope: 5_000 });
  const { text, quotes, abstained } = await answer(weak);
  expect(abstained).toBe(true);
  expect(text).toContain('do not seem to answer this');
  expect(quotes[0]).toBe('The cooling pump is inspected every six months.');
  expect((await answer({ ...weak, passagesInScope: 10 })).abstained).toBe(false);
});

test('of a short question most has to be said somewhere, however often the rest is', async () => {
  const term = (stem: string, weight: number) => ({
    stem,
    weight,
    variants: [{ stem, likeness: 1 }],
  });
  const found = retrievalOf([foundPassage({ text: 'The pump, the pump and the pump.' })], {
    terms: [term('pump', 5), term('mongolia', 7)],
    evidence: 0.42,
  });
  expect((await answer(found, 'pump of Mongolia')).abstained).toBe(true);
  expect((await answer({ ...found, space: 'vectors' }, 'pump of Mongolia')).abstained).toBe(false);
  const known = { ...found, terms: [term('pump', 7), term('mongolia', 5)] };
  expect((await answer(known, 'pump of Mongolia')).abstained).toBe(false);
});

test('an index that gives no evidence is not doubted', async () => {
  const { abstained, quotes } = await answer(
    retrievalOf([foundPassage()], { evidence: null, terms: [] }),
  );
  expect(abstained).toBe(false);
  expect(quotes[0]).toBe('The cooling pump is inspected every six months.');
});

test('speaks the language of the question, that of the documents where it tells none', async () => {
  const found = (language: string) => retrievalOf([foundPassage()], { language });
  expect((await answer(found('en'), 'Wie oft wird die Pumpe gewartet?')).text).toContain(
    'Aus Ihren Dokumenten',
  );
  expect((await answer(found('de'), 'Pump?')).text).toContain('Aus Ihren Dokumenten');
  expect((await answer(found('xx'), 'Pump?')).text).toContain('From your documents');
});

test('says which language the documents are in, and quotes nothing that is near by chance', async () => {
  const { text, quotes, abstained } = await answer(
    retrievalOf([foundPassage()], { evidence: 0.01 }),
    'Wie oft wird die Pumpe gewartet?',
  );
  expect(text).toContain('Englisch');
  expect(quotes).toEqual([]);
  expect(abstained).toBe(true);
});

const hostile: [string, string][] = [
  [
    'marks',
    'The **pump is *cooling `code [link](http://x) <b> ![image](y) \\_ ~~ | cell |. It is inspected.',
  ],
  ['a fence', 'Before.\n```\nThe cooling pump is inspected\n```\nAfter the pump.'],
  [
    'a wrapped paragraph',
    'The cooling pump is inspected by a person who has been\ntrained for it every year. Then it is closed.',
  ],
  ['a list', '- The cooling pump\n- is inspected\n1. every day\n\n# Pump\n> cooling pump quote'],
  ['a table', '| pump | inspected |\n|---|---|\n| cooling | daily |'],
  ['emoji and marks', 'Die Pumpe 🚰 wird gekühlt… “pump” – inspected! 冷却泵每六个月检查一次。'],
];

test.for(hostile)(
  'a quote from %s stands word for word and stays in its block',
  async ([, text]) => {
    const passage: FoundPassage = foundPassage({ text });
    const found = await answer(retrievalOf([passage]));
    expect(found.quotes.length).toBeGreaterThan(0);
    for (const quote of found.quotes) {
      expect(quote).not.toMatch(/\n\s*(?:\n|[-*+>#|]|```|\d+[.)]\s)/u);
      expect(quote).not.toMatch(/^(?:```|~~~|[-*+>#]\s)/u);
    }
  },
);
