import { expect, test } from 'vitest';
import { findPassage, parseLinkWords, standsAt } from '../../src/knowledge/deep-link.ts';
import { linkFrom, pathOf, wordsOf } from '../../web/reading/deep-link.ts';

const quotes = [
  'Every record is kept.',
  'Region | Limit\nEMEA | 1003',
  'A sentence … with 100 % of odd / signs? # & “quotes”, twice.',
  `${'Every record of the company is kept for seven years '.repeat(6)}unless a hold applies.`,
  '保存期間は七年です。'.repeat(30),
];

test.for(quotes)(
  'what a link says of a quote is where the server looks for it: %s',
  async (quote) => {
    const path = pathOf({
      documentId: 'doc_1',
      versionId: 'ver_1',
      start: 7,
      end: 9,
      words: wordsOf(quote),
    });
    const [, , , ...rest] = path.split('/');
    const link = linkFrom('doc_1', rest.join('/'));
    const routed = linkFrom('doc_1', decodeURIComponent(rest.join('/'))); // routers decode, or not
    expect(link).toMatchObject({ documentId: 'doc_1', versionId: 'ver_1', start: 7, end: 9 });
    for (const words of [link?.words ?? '', routed?.words ?? '']) {
      const before = 'Something before. ';
      const range = { start: before.length, end: before.length + quote.length };
      const text = `${before}${quote} Something behind.`;
      expect(standsAt(text, range, parseLinkWords(words))).toBe(true);
      const { signal } = new AbortController();
      const moved = { text: `New. ${text}`, words: parseLinkWords(words), language: 'en', signal };
      const place = await findPassage({ ...moved, was: range });
      expect(place).toEqual({ how: 'exact', start: range.start + 5, end: range.end + 5 });
    }
  },
);

test.for([undefined, '', 'ver_1', 'ver_1/5', 'ver_1/9-5/x', 'ver 1/1-2', 'ver_1/1-x/y'])(
  'a path that is no link to words names the document only: %s',
  (rest) => {
    expect(linkFrom('doc_1', rest)).toBe(null);
  },
);
