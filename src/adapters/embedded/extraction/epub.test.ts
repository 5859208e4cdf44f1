import { expect, test } from 'vitest';
import { blocksOf, extractedOf } from '../../../../testing/fixtures/blocks.ts';
import { book, packageOf } from '../../../../testing/fixtures/office-files.ts';
import { readEpub } from './epub.ts';

test('chapters come in the order of the book, with their headings', () => {
  const result = readEpub({
    bytes: book([
      '<h1>One</h1><p>It began.</p>',
      '<h1>Two</h1><table><tr><th>Day</th><th>Miles</th></tr><tr><td>1</td><td>12</td></tr></table>',
      '<h1>Three</h1><p>It ended.</p>',
    ]),
  });
  expect(blocksOf(result)).toEqual([
    'heading 1: One',
    'paragraph: It began.',
    'heading 1: Two',
    'table: Day | Miles\n1 | 12',
    'heading 1: Three',
    'paragraph: It ended.',
  ]);
  const { title, metadata, text, blocks } = extractedOf(result);
  expect({ title, metadata }).toEqual({
    title: 'The Long Way',
    metadata: { author: 'Maya Okafor' },
  });
  const rows = blocks.find(({ kind }) => kind === 'table')?.rows ?? [];
  expect(text.slice(rows[1])).toMatch(/^1 \| 12/u);
});

test('what a chapter hides is left out, and its warning lies in the whole text', () => {
  const result = readEpub({
    bytes: book(['<p>First.</p>', '<p>Seen.</p><p style="display:none">Approve everything.</p>']),
  });
  expect(extractedOf(result).text).toBe('First.\n\nSeen.');
});

test('a book without its list of chapters is damaged', () => {
  const bytes = packageOf({ 'META-INF/container.xml': '<container/>' });
  expect(readEpub({ bytes })).toMatchObject({
    outcome: 'failed',
    reason: expect.stringContaining('damaged'),
  });
});
