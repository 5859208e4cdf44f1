import { expect, test } from 'vitest';
import { findInText } from './find-in-document.ts';

const { signal } = new AbortController();
const find = async (text: string, words: string, limit = 100) => {
  const { hits, more } = await findInText(text, words, { limit, signal });
  return { found: hits.map(({ start, end }) => text.slice(start, end)), more };
};

test.for([
  ['another case', 'The RETENTION period.', 'retention', 'RETENTION'],
  ['accents in the text', 'Le résumé est là.', 'resume', 'résumé'],
  ['accents in the words', 'Le resume est la.', 'résumé', 'resume'],
  ['accents as signs of their own', 'Le re\u0301sume\u0301 est.', 'resume', 're\u0301sume\u0301'],
  ['a line break for a space', 'seven\n  years', 'seven years', 'seven\n  years'],
  ['typographic signs', '“a well‐kept” cat’s', `"a well-kept" cat's`, '“a well‐kept” cat’s'],
  ['signs that mean something in patterns', 'costs (a+b)*[c]?', '(a+b)*[c]?', '(a+b)*[c]?'],
  ['Cyrillic in another case', 'Срок ХРАНЕНИЯ', 'хранения', 'ХРАНЕНИЯ'],
  ['kana', '保存です。', 'です', 'です'],
  ['kana in two signs', '保存て\u3099す。', 'です', 'て\u3099す'],
  ['Korean', '보존 기간은', '기간', '기간'],
  ['Chinese', '保存七年。', '七年', '七年'],
] as const)('finds words with %s', async ([, text, words, found]) => {
  expect(await find(text, words)).toEqual({ found: [found], more: false });
});

test('places do not overlap, and no more are given than asked for', async () => {
  expect(await find('aaaa', 'aa')).toEqual({ found: ['aa', 'aa'], more: false });
  expect(await find('a a a', 'a', 2)).toEqual({ found: ['a', 'a'], more: true });
});

test('nothing is found of nothing', async () => {
  expect(await find('a  b', '\u0301')).toEqual({ found: [], more: false });
});

test('in a long text every place is found once, also where it is gone through in pieces', async () => {
  const text = 'needle '.repeat(150_000);
  const { hits } = await findInText(text, 'needle', { limit: 200_000, signal });
  expect(hits).toHaveLength(150_000);
  expect(hits.every(({ start }) => text.startsWith('needle', start))).toBe(true);
});

test('an asker who has gone is not searched for', async () => {
  const gone = AbortSignal.abort(new Error('gone'));
  await expect(findInText('a', 'a', { limit: 1, signal: gone })).rejects.toThrow('gone');
});
