import { expect, test } from 'vitest';
import { foundPassage, retrievalOf } from '../../../../testing/conformance/answerer.ts';
import { quotedAnswer as answer } from '../../../../testing/quoted-answer.ts';

test.for([
  ['hello!', 'I answer from your documents'],
  ['Hi, who are you?', 'I answer from your documents'],
  ['Which documents are there?', 'I answer from your documents'],
  ['Was kannst du?', 'Ich antworte aus Ihren Dokumenten'],
  ['Thank you very much', 'You are welcome.'],
  ['Vielen Dank!', 'Gern geschehen.'],
] as const)('%j wants no quotation, and is not counted as unanswered', async ([question, said]) => {
  const { text, quotes, abstained } = await answer(retrievalOf([foundPassage()]), question);
  expect(text.startsWith(said)).toBe(true);
  expect(quotes).toEqual([]);
  expect(abstained).toBe(false);
});

test('what says nothing at length takes no time', async () => {
  const passages = Array.from({ length: 300 }, () => foundPassage({ headings: ['Pumps'] }));
  const { quotes } = await answer(retrievalOf(passages), `a${'!'.repeat(15_000)}a`);
  expect(quotes).toEqual([]);
});

test.for([
  ['Hello, how is the pump inspected?', []],
  ['What about IT?', []],
  ['Who is who?', ['Who is who']],
] as [string, string[]][])('%j is a question all the same', async ([question, headings]) => {
  const { quotes } = await answer(retrievalOf([foundPassage({ headings })]), question);
  expect(quotes.length).toBeGreaterThan(0);
});
