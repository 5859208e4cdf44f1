import type { VersionText } from '../../src/contracts/knowledge.ts';

export type TextBlock = VersionText['blocks'][number];
type Range = { start: number; end: number };

/** A stretch of text that is wholly inside the cited range, or wholly outside it. */
export type Piece = { text: string; marked: boolean; start: number };

/** The text of a range cut where the cited range begins and ends. */
export const pieces = (text: string, within: Range, marked: Range | null): Piece[] => {
  const from = marked ? Math.min(Math.max(marked.start, within.start), within.end) : within.end;
  const to = marked ? Math.min(Math.max(marked.end, from), within.end) : within.end;
  return [
    { start: within.start, end: from, marked: false },
    { start: from, end: to, marked: true },
    { start: to, end: within.end, marked: false },
  ]
    .filter(({ start, end }) => end > start)
    .map(({ start, end, marked }) => ({ text: text.slice(start, end), marked, start }));
};

const cellsOf = (text: string, row: Range): Range[] => {
  const cells: Range[] = [];
  const line = text.slice(row.start, row.end);
  const separator = line.includes('\t') ? '\t' : '|';
  let start = row.start;
  for (const piece of line.split(separator)) {
    cells.push({ start, end: start + piece.length });
    start += piece.length + 1;
  }
  const isBlank = ({ start, end }: Range): boolean => text.slice(start, end).trim() === '';
  // Markdown rows open and close with a bar: what is before and behind is no cell.
  const first = cells[0];
  const last = cells.at(-1);
  const inner = cells.slice(
    cells.length > 1 && first && isBlank(first) ? 1 : 0,
    cells.length > 1 && last && isBlank(last) ? -1 : undefined,
  );
  return separator === '|' ? inner : cells;
};

/** The rows of a table, each as the ranges of its cells. */
export const tableRows = (text: string, block: TextBlock): Range[][] => {
  const starts = block.rows ?? [block.start];
  return starts
    .map((start, index) => ({ start, end: starts[index + 1] ?? block.end }))
    .map((row) => ({
      start: row.start,
      end: row.start + text.slice(row.start, row.end).trimEnd().length,
    }))
    .filter(({ start, end }) => !/^[\s|:-]*$/.test(text.slice(start, end)))
    .map((row) => cellsOf(text, row));
};

/** Whether the quote really stands at its place; one that does not is not highlighted anywhere. */
export const isLocated = (
  text: string,
  { start, end, quote }: Range & { quote: string },
): boolean => end > start && text.slice(start, end) === quote;

/** The blocks around a place: a book of a thousand pages is not put on the page whole. */
export const blocksAround = (
  blocks: TextBlock[],
  place: Range | null,
  count: number,
): TextBlock[] => {
  const at = place ? blocks.findIndex(({ end }) => end > place.start) : 0;
  const from = Math.max(0, (at < 0 ? 0 : at) - count);
  return blocks.slice(from, from + 2 * count);
};
