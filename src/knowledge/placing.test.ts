import { expect, test } from 'vitest';
import { claimBefore, placeAmong, placeCitation } from './placing.ts';

const passage = {
  start: 500,
  text: 'Annual leave is twenty-five days. Unused days may be carried over until 31 March of the next year. Parental leave is granted on request. The personnel office keeps the records.',
};
const quote = (place: { start: number; end: number } | null) =>
  place && passage.text.slice(place.start - 500, place.end - 500);

test('the sentence that supports the claim, by its range in the version', () => {
  const place = placeCitation({
    claim: 'You can carry unused days over until 31 March.',
    passage,
    language: 'en',
  });
  expect(quote(place)).toBe('Unused days may be carried over until 31 March of the next year.');
  expect(place?.support).toBe(1);
});

test('a claim from two sentences gets both, one from a single sentence just that', () => {
  const claim = 'Annual leave is twenty-five days, and unused days carry over until March.';
  expect(quote(placeCitation({ claim, passage, language: 'en' }))).toBe(
    'Annual leave is twenty-five days. Unused days may be carried over until 31 March of the next year.',
  );
  expect(
    quote(placeCitation({ claim: 'Records are kept by personnel.', passage, language: 'en' })),
  ).toBe('The personnel office keeps the records.');
});

test('nothing that supports the claim gives null', () => {
  expect(
    placeCitation({ claim: 'The reactor melts at noon.', passage, language: 'en' }),
  ).toBeNull();
  expect(placeCitation({ claim: '', passage, language: 'en' })).toBeNull();
  expect(
    placeCitation({ claim: 'Annual leave', passage: { text: '', start: 0 }, language: 'en' }),
  ).toBeNull();
});

test('a mark on the wrong passage moves to the one that supports the claim', () => {
  const wrong = { start: 0, text: 'Travel expenses are paid back within thirty days.' };
  const claim = 'Parental leave is granted if you request it.';
  const among = (passageNumber: number) =>
    placeAmong({ claim, language: 'en', passages: [wrong, passage], passageNumber });
  expect(among(1)).toMatchObject({ passageNumber: 2 });
  expect(among(2)).toEqual(among(1));
  expect(quote(among(1))).toBe('Parental leave is granted on request.');
  expect(among(9)).toMatchObject({ passageNumber: 2 });
});

test('a mark whose passage supports the claim stays, though another one does too', () => {
  const copy = { ...passage, start: 9_000 };
  const claim = 'Annual leave is twenty-five days.';
  expect(
    placeAmong({ claim, language: 'en', passages: [passage, copy], passageNumber: 2 }),
  ).toMatchObject({ passageNumber: 2, start: 9_000 });
});

test('a claim is what stands before the mark, back to the mark before it', () => {
  const answer = 'Leave is 25 days. It may be carried over. Records are kept.';
  const first = answer.indexOf(' It');
  const second = answer.indexOf(' Records');
  expect(claimBefore(answer, first, [])).toBe('Leave is 25 days.');
  expect(claimBefore(answer, second, [first])).toBe('It may be carried over.');
  expect(claimBefore(answer, second, [first, second])).toBe('It may be carried over.');
  expect(claimBefore(answer, answer.length, [])).toBe('It may be carried over. Records are kept.');
});

test('a claim does not reach back into another paragraph, and a mark in a sentence ends its claim', () => {
  const answer = 'First paragraph.\n\nLeave is 25 days, and sick pay is full.';
  const comma = answer.indexOf(',');
  expect(claimBefore(answer, comma, [])).toBe('Leave is 25 days');
  expect(claimBefore(answer, answer.length, [comma])).toContain('sick pay is full.');
  expect(claimBefore(answer, 0, [])).toBe('');
});

test('works in Chinese and German', () => {
  const chinese = { start: 0, text: '员工每年有二十天年假。病假需要医生证明。' };
  expect(
    placeCitation({ claim: '病假要有医生的证明', passage: chinese, language: 'zh' }),
  ).toMatchObject({ start: 11, end: 20 });
  const german = {
    start: 0,
    text: 'Der Urlaub beträgt 25 Tage. Die Kündigungsfrist beträgt drei Monate.',
  };
  expect(
    placeCitation({
      claim: 'Drei Monate Kündigungsfristen gelten.',
      passage: german,
      language: 'de',
    })?.start,
  ).toBe(28);
});
