import { expect, test } from 'vitest';
import { findPassage, parseLinkWords, standsAt } from './deep-link.ts';

const { signal } = new AbortController();
const quote = 'Every record is kept for seven years unless a lawful hold applies.';
const before = 'The archive stands in Leeds. ';
const was = { start: before.length, end: before.length + quote.length };
const find = async (text: string, words = 'Every record is kept⁂a lawful hold applies.') => {
  const place = await findPassage({
    text,
    words: parseLinkWords(words),
    language: 'en',
    was,
    signal,
  });
  return place && { how: place.how, words: text.slice(place.start, place.end) };
};

test('the words of a link stand at their place, or not', () => {
  const words = parseLinkWords('Every record⁂hold applies.');
  expect(standsAt(before + quote, was, words)).toBe(true);
  expect(standsAt(before + quote, { ...was, start: was.start + 1 }, words)).toBe(false);
  expect(standsAt(before + quote, { ...was, end: was.end - 3 }, words)).toBe(false);
  expect(standsAt(before + quote, was, parseLinkWords(''))).toBe(false);
});

test('a passage that has moved is found by its words', async () => {
  const text = `New first chapter.\n\n${'Something else. '.repeat(500)}${quote}`;
  expect(await find(text)).toEqual({ how: 'exact', words: quote });
});

test('of several the nearest to where it stood is meant', async () => {
  const short = 'It is closed on Sundays.';
  const text = `${short} ${'x'.repeat(2000)} ${short}`;
  const place = await findPassage({
    text,
    words: parseLinkWords(short),
    language: 'en',
    was: { start: 2100, end: 2124 },
    signal,
  });
  expect(place?.start).toBe(text.lastIndexOf(short));
});

test('a passage that was written anew is found by what it says', async () => {
  const text = `${before}All records are kept for ten years unless a lawful hold applies to them. Parking is free.`;
  expect(await find(text)).toEqual({
    how: 'near',
    words: 'All records are kept for ten years unless a lawful hold applies to them.',
  });
});

test('a passage that is no longer there is not found elsewhere', async () => {
  const text = 'Hotels in EMEA are paid. A record year for the hotels. '.repeat(100);
  expect(await find(text)).toBe(null);
  expect(await find(text, '')).toBe(null);
});
