import { expect, test } from 'vitest';
import { readMarkdown } from '../../src/adapters/embedded/extraction/markdown.ts';
import { extractedOf } from '../../testing/fixtures/blocks.ts';
import { countWords } from './passage-units.ts';
import { splitPassages, withoutTitle } from './passages.ts';

const sentence = (index: number) =>
  `Sentence ${index} says a little about the leave of our people.`;
const prose = (count: number) =>
  Array.from({ length: count }, (_, index) => sentence(index)).join(' ');

const split = (markdown: string, limits?: { targetWords: number; maxWords: number }) => {
  const extracted = extractedOf(readMarkdown(markdown));
  const passages = splitPassages(extracted, limits);
  return passages.map((passage) => ({
    ...passage,
    text: extracted.text.slice(passage.start, passage.end),
  }));
};

test('a passage is exact words of the text, below its heading path, never over the next heading', () => {
  const passages = split(
    `# Leave\n\n${prose(3)}\n\n## Annual\n\n${prose(2)}\n\n### Carried over\n\n${prose(2)}\n\n## Sick\n\n${prose(2)}`,
  );
  expect(passages.map(({ headings }) => headings)).toEqual([
    ['Leave'],
    ['Leave', 'Annual'],
    ['Leave', 'Annual', 'Carried over'],
    ['Leave', 'Sick'],
  ]);
  expect(passages.map(({ text }) => text)).toEqual([prose(3), prose(2), prose(2), prose(2)]);
});

test('blocks are packed up to the target, long ones cut between sentences into pieces of like size', () => {
  const passages = split(`# Leave\n\n${prose(40)}\n\nShort end.`, {
    targetWords: 60,
    maxWords: 80,
  });
  expect(passages.length).toBeGreaterThan(4);
  for (const { text } of passages) {
    expect(countWords(text, { start: 0, end: text.length })).toBeLessThanOrEqual(80);
    expect(text).toMatch(/^(?:Sentence|Short)[^]*\.$/u);
  }
  expect(
    passages
      .map(({ text }) => text)
      .join(' ')
      .replaceAll(/\s+/gu, ' '),
  ).toBe(`${prose(40)} Short end.`);
});

test('a table is cut between rows only, and each piece says what its columns are', () => {
  const rows = Array.from(
    { length: 60 },
    (_, index) => `| Person number ${index} | Room ${index} |`,
  );
  const passages = split(`# Rooms\n\n| Name | Room |\n|---|---|\n${rows.join('\n')}`, {
    targetWords: 50,
    maxWords: 60,
  });
  expect(passages.length).toBeGreaterThan(3);
  for (const { text } of passages.slice(1))
    for (const row of text.split('\n')) expect(rows).toContain(row);
  expect(passages[0]?.headings).toEqual(['Rooms']);
  expect(passages[1]?.headings).toEqual(['Rooms', expect.stringContaining('| Name | Room |')]);
});

test('stubs are joined under what their headings share', () => {
  const passages = split(
    `# Offices\n\n## Bristol\n\nOpen at seven.\n\n## Lisbon\n\nOpen at eight.\n\n## Rotterdam\n\n${prose(4)}`,
  );
  expect(passages[0]).toMatchObject({ headings: ['Offices'] });
  expect(passages[0]?.text).toContain('Lisbon');
});

test('a few words of introduction go with the first section below them, under its heading', () => {
  const [passage] = split(`# Other leave\n\nLife needs room.\n\n## Parental leave\n\n${prose(3)}`);
  expect(passage?.headings).toEqual(['Other leave', 'Parental leave']);
  expect(passage?.text).toContain('Life needs room.');
});

test('a passage ends with its page, and says which one', () => {
  const [first, second] = [prose(3), prose(2)];
  const text = `${first}\n\n${second}`;
  const blocks = [
    { kind: 'paragraph', start: 0, end: first.length, page: 1 },
    { kind: 'paragraph', start: first.length + 2, end: text.length, page: 2 },
  ] as const;
  const passages = splitPassages({ text, blocks: [...blocks] });
  expect(passages.map(({ page, start }) => [page, start])).toEqual([
    [1, 0],
    [2, first.length + 2],
  ]);
});

test('a heading with nothing below it is still found; a table of contents is not', () => {
  const passages = split(
    `# Contents\n\nLeave 3\n\nPay 7\n\n# Nothing said here yet by anybody\n\n# Pay\n\n${prose(2)}`,
  );
  expect(passages.map(({ text }) => text).join('\n')).toContain('Nothing said here');
  expect(passages.map(({ text }) => text).join('\n')).not.toContain('Leave 3');
  const titled = split(`Edition 2026\n\n# Contents\n\nLeave 3\n\n# Pay\n\n${prose(2)}`);
  expect(titled.map(({ text }) => text)).toEqual(['Edition 2026', prose(2)]);
});

test.for<[string, string]>([
  ['a word without end', 'x'.repeat(100_000)],
  ['a line without full stop', 'word '.repeat(20_000).trim()],
  ['a script without spaces', '会社は二百人の従業員を抱えています'.repeat(600)],
])('%s is cut into bounded pieces that make the whole', ([, text]) => {
  const passages = split(text);
  expect(passages.length).toBeGreaterThan(5);
  for (const piece of passages) {
    expect(countWords(piece.text, { start: 0, end: piece.text.length })).toBeLessThanOrEqual(200);
  }
  expect(
    passages
      .map((piece) => piece.text)
      .join('')
      .replaceAll(' ', ''),
  ).toBe(text.replaceAll(' ', ''));
});

test('a character of two code units is never cut in half', () => {
  for (const { text } of split('a' + '😀'.repeat(9000))) expect(text.isWellFormed()).toBe(true);
});

test.for<[string, string[]]>([
  ['Leave', ['Annual']],
  ['Leave | Example Company', ['Annual']],
  ['Leave: what everybody has', ['Annual']],
  ['Leave of absence', ['Leave', 'Annual']],
  ['Leave-taking', ['Leave', 'Annual']],
  ['Pay', ['Leave', 'Annual']],
])('below the title "%s" its own heading is not said again, others are', ([title, path]) => {
  expect(withoutTitle(['Leave', 'Annual'], title)).toEqual(path);
});
