import { expect, test } from 'vitest';
import { blocksOf, extractedOf, rowsOf } from '../../../../testing/fixtures/blocks.ts';
import { readMarkdown } from './markdown.ts';

test('blocks are ranges of the text as it was written', () => {
  const source = `# Title #

A paragraph over
two lines.
- one
  goes on
- [x] two
3. three

Under
-----
***
> quoted
`;
  const read = readMarkdown(source);
  expect(extractedOf(read).text).toBe(source.trimEnd());
  expect(blocksOf(read)).toEqual([
    'heading 1: Title',
    'paragraph: A paragraph over\ntwo lines.',
    'list-item: one\n  goes on',
    'list-item: two',
    'list-item: 3. three',
    'heading 2: Under',
    'paragraph: > quoted',
  ]);
  expect(extractedOf(read).title).toBe('Title');
});

test('a fence holds code, whatever stands in it, also when it is never closed', () => {
  expect(blocksOf(readMarkdown('```sh\n# no heading\n\nrm x\n```\nafter'))).toEqual([
    'code: # no heading\n\nrm x',
    'paragraph: after',
  ]);
  expect(blocksOf(readMarkdown('~~~\nopen\n```\nstill'))).toEqual(['code: open\n```\nstill']);
});

test('a table knows its rows', () => {
  const read = readMarkdown(
    '| Group | Days |\n|---|--:|\n| Staff | 30 |\n| Interns | 24 |\n\nafter',
  );
  expect(rowsOf(read)).toEqual([
    '| Group | Days |\n|---|--:|',
    '| Staff | 30 |',
    '| Interns | 24 |',
  ]);
  expect(extractedOf(read).blocks[0]).toMatchObject({ kind: 'table', header: true });
});

test('front matter is metadata, not text to search', () => {
  const read = readMarkdown(
    '---\ntitle: "Leave"\ndocument_type: policy\ntags: [a, "b c"]\n---\n# Other\n\nText.',
  );
  expect(extractedOf(read)).toMatchObject({
    title: 'Leave',
    metadata: { document_type: 'policy', tags: ['a', 'b c'] },
  });
  expect(blocksOf(read)[0]).toBe('heading 1: Other');
});
