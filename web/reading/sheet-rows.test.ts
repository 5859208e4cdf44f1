import { expect, test } from 'vitest';
import { sheetRows, type SheetRow } from './sheet-rows.ts';
import { textAt, type TextBlock, type TextWindow } from './text-blocks.ts';

const START = 50;

/** A window whose only blocks are groups of lines. */
const windowOf = (
  groups: { lines: string[]; header?: boolean; kind?: TextBlock['kind'] }[],
  start = START,
): TextWindow => {
  let at = start;
  const blocks = groups.map(({ lines, header = false, kind = 'row-group' }): TextBlock => {
    const begin = at;
    const rows = lines.map((line) => {
      const row = at;
      at += line.length + 1;
      return row;
    });
    const end = at - 1;
    at += 1;
    return { kind, page: 1, start: begin, end, rows, header };
  });
  const text = groups.map(({ lines }) => lines.join('\n')).join('\n\n');
  return { text, start, end: start + text.length, total: 1000, blocks };
};

const namesOf = ({ cells, window }: SheetRow) =>
  cells.map((cell) => (cell ? textAt(window, cell).trim() : null));
const shown = (windows: TextWindow[], page: number | null) =>
  sheetRows(windows, page).map((row) => ({
    kind: row.kind,
    cells: row.cells.map((cell) => (cell ? textAt(row.window, cell).trim() : null)),
    names: row.header ? namesOf(row.header) : null,
  }));

test('rows of a table have the names of its columns', () => {
  const window = windowOf([{ lines: ['Name | Limit', 'EMEA | 3', 'Total'], header: true }]);
  const names = ['Name', 'Limit'];
  expect(shown([window], 1)).toEqual([
    { kind: 'header', cells: names, names: null },
    { kind: 'cells', cells: ['EMEA', '3'], names },
    { kind: 'cells', cells: ['Total'], names },
  ]);
});

test('the name of a sheet is no row; a line between tables is', () => {
  const window = windowOf([
    { lines: ['Stock'], kind: 'heading' },
    { lines: ['All prices in euros'], kind: 'paragraph' },
    { lines: ['1 | 2'] },
  ]);
  expect(shown([window], 1)).toEqual([
    { kind: 'line', cells: ['All prices in euros'], names: null },
    { kind: 'cells', cells: ['1', '2'], names: null },
  ]);
});

test('a table that goes on in the next window keeps its names', () => {
  const first = windowOf([{ lines: ['Name | Limit', 'EMEA | 3'], header: true }]);
  const next = windowOf([{ lines: ['APAC | 4'] }], first.end);
  expect(shown([first, next], 1).at(-1)).toEqual({
    kind: 'cells',
    cells: ['APAC', '4'],
    names: ['Name', 'Limit'],
  });
});

test('rows that say their column names become columns, what is missing stays empty', () => {
  const window = windowOf([
    {
      lines: ['Name: Ada; Limit: 3', 'Name: Lin; Note: see: this; Limit: 4', 'Limit: 5; Name: Bo'],
    },
  ]);
  const names = ['Name', 'Limit'];
  expect(shown([window], null)).toEqual([
    { kind: 'header', cells: names, names: null },
    { kind: 'cells', cells: ['Ada', '3'], names },
    { kind: 'cells', cells: ['Lin; Note: see: this', '4'], names },
    { kind: 'cells', cells: ['Bo', '5'], names },
  ]);
});

test('lines without names stay lines', () => {
  const window = windowOf([{ lines: ['only words here', 'and here'] }]);
  expect(shown([window], null).map(({ kind }) => kind)).toEqual(['line', 'line']);
});
