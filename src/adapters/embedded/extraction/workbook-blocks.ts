import { createTextBuilder, tableRow } from './text-builder.ts';
import type { SheetRow } from './workbook-rows.ts';

type Sheet = { name: string; page: number; rows: readonly SheetRow[] };
type Piece =
  | { kind: 'paragraph'; text: string }
  | { kind: 'table'; rows: SheetRow[]; header: boolean };

/** In wider tables empty cells would be most of the text: there only what is filled is written. */
const ALIGNED_COLUMNS = 200;

/** Writes each sheet as a heading, the lines above its tables, and its tables with their header rows. */
export const createSheetBlocks = () => {
  const builder = createTextBuilder();
  let end = 0;
  const write = (piece: Piece, page: number): void => {
    end =
      piece.kind === 'paragraph'
        ? builder.add({ kind: 'paragraph', page }, piece.text).end
        : builder.addRows(
            { kind: 'row-group', page, header: piece.header && piece.rows.length > 1 },
            linesOf(piece.rows),
          ).end;
  };
  return {
    writeSheet: ({ name, page, rows }: Sheet): void => {
      end = builder.add({ kind: 'heading', level: 1, page }, name).end;
      for (const piece of piecesOf(rows).flatMap(withCaption)) write(piece, page);
    },
    end: () => end,
    finish: builder.finish,
  };
};

/**
 * Empty rows part tables. A line alone above a table is a caption; rows below a gap that have no header of their own
 * belong to the table above.
 */
const piecesOf = (rows: readonly SheetRow[]): Piece[] => {
  const pieces: Piece[] = [];
  let before: SheetRow | null = null;
  for (const row of rows) {
    const gap = before !== null && row.index > before.index + 1;
    const last = pieces.at(-1);
    const inTable = last?.kind === 'table' && !(gap && (row.cells.length === 1 || !row.numbers));
    if (inTable) last.rows.push(row);
    else if (row.cells.length === 1) pieces.push({ kind: 'paragraph', text: row.cells.join('') });
    else pieces.push({ kind: 'table', rows: [row], header: !row.numbers });
    before = row;
  }
  return pieces;
};

/** A row that names groups of columns stands above the row that names the columns: only that one is a header. */
const withCaption = (piece: Piece): Piece[] => {
  if (piece.kind !== 'table' || !piece.header) return [piece];
  const [first, second, third] = piece.rows;
  if (!first || !second || second.numbers || !third?.numbers) return [piece];
  if (first.cells.length >= second.cells.length) return [piece];
  return [
    { kind: 'paragraph', text: tableRow(first.cells) },
    { ...piece, rows: piece.rows.slice(1) },
  ];
};

/** Columns that are empty in the whole table go; a row with nothing behind its first cell is a line. */
const linesOf = (rows: readonly SheetRow[]): string[] => {
  const used = new Set(rows.flatMap(({ columns }) => columns));
  if (used.size > ALIGNED_COLUMNS) return rows.map(({ cells }) => tableRow(cells));
  const places = new Map([...used].toSorted((a, b) => a - b).map((column, at) => [column, at]));
  return rows.map(({ columns, cells }) => {
    const shown: string[] = [];
    for (const [at, column] of columns.entries()) {
      const place = places.get(column) ?? 0;
      while (shown.length < place) shown.push('');
      shown[place] = cells[at] ?? '';
    }
    return tableRow(shown);
  });
};
