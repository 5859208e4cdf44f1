import { tableRows, textAt, type Range, type TextBlock, type TextWindow } from './text-blocks.ts';

/** A cell: its range in the text; null where the row has none. */
export type SheetCell = Range | null;
export type SheetRow = Range & {
  window: TextWindow;
  kind: 'header' | 'cells' | 'line';
  cells: SheetCell[];
  /** The row that names its columns. */
  header: SheetRow | null;
};

/** "Name: value; Name: value": rows of a CSV say their column names. */
const labelled = /(?:^|; )([^:;]{1,80}): /g;
const MOST_COLUMNS = 500;

/** The column names of rows that say them: those of the first row, and others that come again. */
const labelsOf = (window: TextWindow, rows: readonly Range[]): string[] => {
  const counts = new Map<string, number>();
  for (const [index, row] of rows.entries()) {
    for (const [, label = ''] of textAt(window, row).matchAll(labelled)) {
      counts.set(label, (counts.get(label) ?? 0) + (index === 0 ? 2 : 1));
    }
  }
  return [...counts].flatMap(([label, count]) => (count > 1 ? [label] : [])).slice(0, MOST_COLUMNS);
};

const labelledCells = (window: TextWindow, row: Range, labels: readonly string[]): SheetCell[] => {
  const cells = labels.map((): SheetCell => null);
  const text = textAt(window, row);
  const parts = [...text.matchAll(labelled)].filter(([, label = '']) => labels.includes(label));
  for (const [index, part] of parts.entries()) {
    const start = row.start + part.index + part[0].length;
    const next = parts[index + 1];
    cells[labels.indexOf(part[1] ?? '')] = {
      start,
      end: next ? row.start + next.index : row.end,
    };
  }
  return cells;
};

const lineRow = (window: TextWindow, range: Range): SheetRow => ({
  start: range.start,
  end: range.end,
  window,
  kind: 'line',
  cells: [range],
  header: null,
});

/** A row of names that stand in no line of their own: each is taken from the row that says it first. */
const namesRow = (
  window: TextWindow,
  rows: readonly Range[],
  labels: readonly string[],
): SheetRow => {
  const cells = labels.map((label) => {
    for (const row of rows) {
      const found = `; ${textAt(window, row)}`.indexOf(`; ${label}: `);
      if (found >= 0) return { start: row.start + found, end: row.start + found + label.length };
    }
    return null;
  });
  return {
    start: rows[0]?.start ?? 0,
    end: rows[0]?.start ?? 0,
    window,
    kind: 'header',
    cells,
    header: null,
  };
};

const rangeOf = (cells: readonly Range[]): Range => ({
  start: cells[0]?.start ?? 0,
  end: cells.at(-1)?.end ?? 0,
});

/** `before`: the names above a table that goes on from the window before. */
const rowsOfTable = (window: TextWindow, block: TextBlock, before: SheetRow | null): SheetRow[] => {
  const split = tableRows(window, block);
  if (split.every((cells) => cells.length === 1)) {
    const lines = split.map(rangeOf);
    const labels = labelsOf(window, lines);
    if (labels.length < 2) return lines.map((line) => lineRow(window, line));
    const header = before ?? namesRow(window, lines, labels);
    const names = header.cells.map((cell) => (cell ? textAt(header.window, cell) : ''));
    const rows = lines.map((line): SheetRow => ({
      ...line,
      window,
      kind: 'cells',
      cells: labelledCells(window, line, names),
      header,
    }));
    return before ? rows : [header, ...rows];
  }
  let header = before;
  return split.map((cells, index): SheetRow => {
    const isHeader = block.header === true && index === 0;
    const row: SheetRow = {
      ...rangeOf(cells),
      window,
      kind: isHeader ? 'header' : 'cells',
      cells,
      header: isHeader ? null : header,
    };
    if (isHeader) header = row;
    return row;
  });
};

/** The rows of a sheet, from the windows that are there so far. Its name is on the tab and no row. */
export const sheetRows = (windows: readonly TextWindow[], page: number | null): SheetRow[] => {
  const rows: SheetRow[] = [];
  let reached = -1;
  for (const window of windows) {
    for (const block of window.blocks) {
      const isHere = page === null || block.page === page;
      if (!isHere || block.kind === 'heading') continue;
      if (block.kind !== 'row-group' && block.kind !== 'table') {
        rows.push(lineRow(window, block));
        continue;
      }
      const goesOn = block.start === reached || isCsvAfterCsv(rows.at(-1), page);
      for (const row of rowsOfTable(window, block, goesOn ? headerOf(rows) : null)) rows.push(row);
      reached = block.end;
    }
  }
  return rows;
};

const headerOf = (rows: readonly SheetRow[]): SheetRow | null => {
  const last = rows.at(-1);
  return last?.kind === 'header' ? last : (last?.header ?? null);
};

/** A file without sheets is one table, in groups of rows. */
const isCsvAfterCsv = (last: SheetRow | undefined, page: number | null): boolean =>
  page === null && last?.kind === 'cells';
