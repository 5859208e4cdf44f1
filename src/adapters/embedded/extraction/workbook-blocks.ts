import { createTextBuilder, tableRow } from './text-builder.ts';
import type { SheetRow } from './workbook-rows.ts';

type Sheet = { name: string; page: number; rows: readonly SheetRow[] };
type Piece =
  | { kind: 'paragraph'; text: string }
  | { kind: 'table'; rows: SheetRow[]; header: boolean };

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
    const filled = filledOf(row);
    const inTable = last?.kind === 'table' && !(gap && (filled.length === 1 || !row.numbers));
    if (inTable) last.rows.push(row);
    else if (filled.length === 1) pieces.push({ kind: 'paragraph', text: filled.join('') });
    else pieces.push({ kind: 'table', rows: [row], header: !row.numbers });
    before = row;
  }
  return pieces;
};

const filledOf = ({ cells }: SheetRow): string[] => cells.filter(Boolean);

/** A row that names groups of columns stands above the row that names the columns: only that one is a header. */
const withCaption = (piece: Piece): Piece[] => {
  if (piece.kind !== 'table' || !piece.header) return [piece];
  const [first, second, third] = piece.rows;
  if (!first || !second || second.numbers || !third?.numbers) return [piece];
  const groups = filledOf(first);
  if (groups.length >= filledOf(second).length) return [piece];
  return [
    { kind: 'paragraph', text: tableRow(groups) },
    { ...piece, rows: piece.rows.slice(1) },
  ];
};

/** Columns that are empty in the whole table go; a row with one cell is a line. */
const linesOf = (rows: readonly SheetRow[]): string[] => {
  const used: boolean[] = [];
  for (const { cells } of rows)
    for (const [column, cell] of cells.entries()) if (cell) used[column] = true;
  const columns = [...used.keys()].filter((column) => used[column]);
  return rows.map((row) => {
    const filled = filledOf(row);
    if (filled.length === 1) return filled.join('');
    const shown = columns.map((column) => row.cells[column] ?? '');
    return tableRow(shown.slice(0, shown.findLastIndex(Boolean) + 1));
  });
};
