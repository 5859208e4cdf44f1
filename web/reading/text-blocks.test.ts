import { expect, test } from 'vitest';
import {
  flowing,
  isLocated,
  pieces,
  tableRows,
  textAt,
  type Mark,
  type TextWindow,
} from './text-blocks.ts';

/** A window that begins at 100: offsets are never those of its own text. */
const windowOf = (text: string): TextWindow => ({
  text,
  start: 100,
  end: 100 + text.length,
  total: 1000,
  blocks: [],
});
const cited = (start: number, end: number): Mark => ({ start, end, kind: 'cited' });
const cut = (text: string, marks: Mark[]) =>
  pieces(windowOf(text), { start: 100, end: 100 + text.length }, marks).map((piece) => [
    piece.text,
    piece.kind,
  ]);

test('pieces make the text of the block again, the marked part apart', () => {
  expect(cut('One two three', [cited(104, 107)])).toEqual([
    ['One ', null],
    ['two', 'cited'],
    [' three', null],
  ]);
});

test.for([
  ['before the block', 0, 3, null],
  ['behind the block', 120, 130, null],
  ['over the block', 0, 230, 'cited'],
  ['of no length', 103, 103, null],
] as const)('a mark %s', ([, start, end, kind]) => {
  expect(cut('56789', [cited(start, end)])).toEqual([['56789', kind]]);
});

test('of marks over one another the one looked at is seen', () => {
  const marks: Mark[] = [
    cited(100, 109),
    { start: 102, end: 104, kind: 'found' },
    { start: 106, end: 112, kind: 'current' },
  ];
  expect(cut('0123456789ab', marks)).toEqual([
    ['01', 'cited'],
    ['23', 'found'],
    ['45', 'cited'],
    ['6789ab', 'current'],
  ]);
});

test.for([
  [
    'Markdown, without the line under its head',
    '| Region | Limit |\n|---|---|\n| EMEA | 1003 |',
    [
      ['Region', 'Limit'],
      ['EMEA', '1003'],
    ],
  ],
  [
    'Markdown, the line as a part of the head',
    '| Region | Limit |\n|:---|---:|\n| EMEA | 1003 |',
    [
      ['Region', 'Limit'],
      ['EMEA', '1003'],
    ],
    [0, 31],
  ],
  [
    'cells between bars, empty ones too',
    'Region | | Limit\nEMEA | x | \nAPAC | | 3',
    [
      ['Region', '', 'Limit'],
      ['EMEA', 'x', ''],
      ['APAC', '', '3'],
    ],
  ],
  ['cells between tabs', '\ta\tb', [['', 'a', 'b']]],
] as const)('a table has the cells of its rows: %s', ([, text, cells, starts]) => {
  const rows = starts ?? [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  const window = windowOf(text);
  const found = tableRows(window, {
    kind: 'table',
    start: 100,
    end: 100 + text.length,
    rows: rows.map((row) => row + 100),
    header: true,
  });
  expect(found.map((row) => row.map((cell) => textAt(window, cell).trim()))).toEqual(cells);
});

const wrapped = `On Friday the office moves from the old street to the new
square. Each of us gets crates on Monday; put your name on
each.`;
const brimful = `Desks are booked up to two weeks ahead. A desk that is
not taken by 10:30 is free again; interns sit beside their
mentors.`;
const verses = `Tyger Tyger, burning bright,
In the forests of the night; what immortal hand or eye`;

test('lines that were broken by their width flow; those that somebody meant stay', () => {
  const flow = (text: string) => {
    const range = { start: 103, end: 103 + text.length };
    return textAt(flowing(windowOf(`...${text}`), range), range);
  };
  expect(flow(wrapped)).toBe(wrapped.replaceAll('\n', ' '));
  expect(flow(brimful)).toBe(brimful.replaceAll('\n', ' '));
  expect(flow(verses)).toBe(verses);
  expect(flow('From: Ada\nTo: Vera')).toBe('From: Ada\nTo: Vera');
});

test('words that do not stand at their place are not located', () => {
  expect(isLocated(windowOf('One two'), { start: 104, end: 107, quote: 'two' })).toBe(true);
  expect(isLocated(windowOf('One two'), { start: 103, end: 106, quote: 'two' })).toBe(false);
});
