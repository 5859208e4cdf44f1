import { centre, holds, median, toLines } from './pdf-items.ts';
import type { PageBlock, PageItem } from './pdf-page.ts';

type Row = PageItem[][];

const LARGER = 1.15;
/** Lines of one cell stand closer to each other than rows do. */
const CLOSE = 0.6;

/** The items of every cell, row by row. `above` is what the layout wrongly took in as the first rows. */
export const tableGrid = (
  block: PageBlock,
  items: readonly PageItem[],
): { above: PageItem[][]; isTitle: boolean; rows: Row[] } => {
  const rows = fillCells(block, items);
  const edges = columnEdges(block);
  const first = Math.max(
    0,
    rows.findIndex((row) => !isLineAbove(row, edges)),
  );
  const above = rows.slice(0, first).map((row) => row.flat());
  const usual = median(items.map((item) => item.height));
  const isTitle = above.flat().every((item) => item.height > usual * LARGER);
  return { above, isTitle, rows: mergeWrapped(rows.slice(first)) };
};

/** One text alone that begins in no column's place or runs over the next one. */
const isLineAbove = (row: Row, edges: readonly number[]): boolean => {
  const items = row.flat();
  const [first] = items;
  if (!first || row.filter((cell) => cell.length > 0).length > 1) return false;
  const start = Math.min(...items.map((item) => item.x));
  const end = Math.max(...items.map((item) => item.x + item.width));
  return (
    edges.some((edge) => edge > start + first.height && edge < end) ||
    edges.every((edge) => Math.abs(edge - start) > 2)
  );
};

/** What no cell holds makes rows of its own where it stands. */
const fillCells = (block: PageBlock, items: readonly PageItem[]): Row[] => {
  const left = new Set(items);
  const rows = [block.header ?? [], ...(block.rows ?? [])]
    .map((cells) =>
      cells.map(({ bbox }) => {
        const own = bbox ? [...left].filter((item) => holds(bbox, centre(item))) : [];
        for (const item of own) left.delete(item);
        return own;
      }),
    )
    .filter((cells) => cells.some((cell) => cell.length > 0));
  const columns = columnEdges(block);
  const loose = toLines([...left]).map((line) => inColumns(line, columns));
  return [...rows, ...loose].toSorted((a, b) => topOf(a) - topOf(b));
};

/** Where columns begin, as the fullest row shows it. */
const columnEdges = (block: PageBlock): number[] => {
  const rows = [block.header ?? [], ...(block.rows ?? [])];
  const edges = rows.map((cells) => cells.flatMap(({ bbox }) => (bbox ? [bbox.x] : [])));
  return edges.reduce((best, row) => (row.length > best.length ? row : best), []);
};

const inColumns = (line: readonly PageItem[], edges: readonly number[]): Row => {
  const cells: Row = edges.map(() => []);
  for (const item of line) {
    const column = edges.findLastIndex((edge) => edge <= item.x + item.height / 2);
    cells[Math.max(0, column)]?.push(item);
  }
  return cells;
};

/** A cell of two lines comes as two rows, the second with gaps and close to the first: they are one. */
const mergeWrapped = (rows: readonly Row[]): Row[] => {
  const gaps = rows.slice(1).map((row, index) => topOf(row) - bottomOf(rows[index] ?? row));
  const usual = gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length * 0.75)] ?? 0;
  const merged: Row[] = [];
  for (const [index, row] of rows.entries()) {
    const above = merged.at(-1);
    const close = (gaps[index - 1] ?? Infinity) < usual * CLOSE;
    if (above && close && row.some((cell) => cell.length === 0) && row.length === above.length) {
      for (const [column, cell] of row.entries()) above[column]?.push(...cell);
    } else merged.push(row.map((cell) => [...cell]));
  }
  return merged;
};

const topOf = (row: Row): number => Math.min(...row.flat().map((item) => item.y));
const bottomOf = (row: Row): number => Math.max(...row.flat().map((item) => item.y + item.height));
