import { expect, test } from 'vitest';
import { blocksAround, isLocated, pieces, tableRows } from './text-blocks.ts';

test('pieces make the text of the block again, the cited part apart', () => {
  const cut = pieces('One two three', { start: 0, end: 13 }, { start: 4, end: 7 });
  expect(cut.map(({ text, marked }) => [text, marked])).toEqual([
    ['One ', false],
    ['two', true],
    [' three', false],
  ]);
});

test.for([
  ['before the block', { start: 0, end: 3 }, false],
  ['behind the block', { start: 20, end: 30 }, false],
  ['over the block', { start: 0, end: 30 }, true],
] as const)('a range %s', ([, range, marked]) => {
  const cut = pieces('0123456789abcdefghij0123456789', { start: 5, end: 10 }, range);
  expect(cut).toEqual([{ text: '56789', marked, start: 5 }]);
});

test('a table has the cells of its rows, without the line under its head', () => {
  const text = '| Region | Limit |\n|---|---|\n| EMEA | 1003 |';
  const rows = [0, text.indexOf('|---'), text.indexOf('| EMEA')];
  const cells = tableRows(text, { kind: 'table', start: 0, end: text.length, rows, header: true });
  expect(cells.map((row) => row.map(({ start, end }) => text.slice(start, end).trim()))).toEqual([
    ['Region', 'Limit'],
    ['EMEA', '1003'],
  ]);
});

test('words that do not stand at their place are not located', () => {
  expect(isLocated('One two', { start: 4, end: 7, quote: 'two' })).toBe(true);
  expect(isLocated('One two', { start: 3, end: 6, quote: 'two' })).toBe(false);
});

test('only blocks around the place are shown', () => {
  const blocks = Array.from({ length: 100 }, (_, at) => ({
    kind: 'paragraph' as const,
    start: at * 10,
    end: at * 10 + 9,
  }));
  const shown = blocksAround(blocks, { start: 505, end: 508 }, 5);
  expect(shown[0]?.start).toBe(450);
  expect(shown).toHaveLength(10);
});
