import type { SheetRow } from './sheet-rows.ts';

const SAMPLE = 200;
const LETTER = 8;
const PADDING = 26;
const NARROWEST = 56;
const WIDEST = 300;

/** Where each column begins, and behind the last one where they end. As wide as most of what is in them. */
export const columnEdges = (rows: readonly SheetRow[]): number[] => {
  const widths: number[] = [];
  const step = Math.max(1, Math.floor(rows.length / SAMPLE));
  for (let index = 0; index < rows.length; index += index < SAMPLE ? 1 : step) {
    const row = rows[index];
    if (!row || row.kind === 'line') continue;
    for (const [column, cell] of row.cells.entries()) {
      const letters = cell ? cell.end - cell.start : 0;
      const wanted = Math.min(WIDEST, Math.max(NARROWEST, letters * LETTER + PADDING));
      widths[column] = Math.max(widths[column] ?? NARROWEST, Math.round(wanted));
    }
  }
  const edges = [0];
  for (const width of widths.length === 0 ? [WIDEST] : widths)
    edges.push((edges.at(-1) ?? 0) + width);
  return edges;
};

/** The first and, exclusively, the last of the columns that are seen between two places. */
export const columnsBetween = (
  edges: readonly number[],
  { from, to }: { from: number; to: number },
): { first: number; last: number } => {
  const first = Math.max(
    0,
    edges.findLastIndex((edge) => edge <= from),
  );
  const beyond = edges.findIndex((edge) => edge >= to);
  return { first, last: beyond < 0 ? edges.length - 1 : beyond };
};

/** A, B, …, Z, AA: as spreadsheets name their columns. */
export const columnName = (index: number): string => {
  const letter = String.fromCodePoint(65 + (index % 26));
  return index < 26 ? letter : columnName(Math.floor(index / 26) - 1) + letter;
};
