import type { VersionText } from '../../src/contracts/knowledge.ts';

export type Range = { start: number; end: number };
export type TextBlock = VersionText['blocks'][number];
/** A part of a text. Offsets, those of its blocks too, are those of the whole text. */
export type TextWindow = Pick<VersionText, 'text' | 'start' | 'end' | 'total' | 'blocks'>;

/** `cited`: what an answer or a link points at; `found`: of a search; `current`: the one that is looked at. */
export type Mark = Range & { kind: 'cited' | 'found' | 'current'; page?: number | null };
/** A stretch of text that is wholly inside marks of one kind, or outside all. */
export type Piece = { text: string; kind: Mark['kind'] | null; start: number };

export const textAt = ({ text, start }: TextWindow, range: Range): string =>
  text.slice(range.start - start, range.end - start);

const rank = { cited: 1, found: 2, current: 3 };

export const marksIn = (marks: readonly Mark[], { start, end }: Range): Mark[] =>
  marks.filter((mark) => mark.start < end && mark.end > start && mark.end > mark.start);

/** The text of a range cut where marks begin and end. Of several over one another the one looked at is seen. */
export const pieces = (window: TextWindow, within: Range, marks: readonly Mark[]): Piece[] => {
  const here = marksIn(marks, within);
  const cuts = here
    .flatMap(({ start, end }) => [start, end])
    .filter((cut) => cut > within.start && cut < within.end);
  const edges = [...new Set([within.start, ...cuts, within.end])].toSorted((a, b) => a - b);
  const made: Piece[] = [];
  for (const [index, start] of edges.entries()) {
    const end = edges[index + 1];
    if (end === undefined || end <= start) continue;
    const over = here.filter((mark) => mark.start < end && mark.end > start);
    const kind = over.toSorted((a, b) => rank[b.kind] - rank[a.kind])[0]?.kind ?? null;
    const text = textAt(window, { start, end });
    const last = made.at(-1);
    if (last && last.kind === kind) last.text += text;
    else made.push({ text, kind, start });
  }
  return made;
};

const cellsOf = (window: TextWindow, row: Range): Range[] => {
  const cells: Range[] = [];
  const line = textAt(window, row);
  const separator = line.includes('\t') ? '\t' : '|';
  let start = row.start;
  for (const piece of line.split(separator)) {
    cells.push({ start, end: start + piece.length });
    start += piece.length + 1;
  }
  const isBlank = (cell: Range): boolean => textAt(window, cell).trim() === '';
  // Markdown rows open and close with a bar: what is before and behind is no cell.
  const opened = line.startsWith('|') && line.trimEnd().endsWith('|') && cells.length > 2;
  const first = cells[0];
  return opened && first && isBlank(first) ? cells.slice(1, -1) : cells;
};

/** The line under the head of a Markdown table: no row, but behind the head, or a row of its own. */
const ruled = /(?:^|\n)[\s|:-]*$/;

/** The rows of a table, each as the ranges of its cells. */
export const tableRows = (window: TextWindow, block: TextBlock): Range[][] => {
  const starts = block.rows ?? [block.start];
  return starts
    .map((start, index) => ({ start, end: starts[index + 1] ?? block.end }))
    .map(({ start, end }) => {
      const text = textAt(window, { start, end }).trimEnd();
      return { start, end: start + text.replace(ruled, '').length };
    })
    .filter((row) => row.end > row.start)
    .map((row) => cellsOf(window, row));
};

/** What a mail program or an editor takes for a full line. */
const NARROWEST = 50;
const WIDEST = 100;

/** Whether each line ends where the next word would not have fitted, or only just. */
const isWrapped = (lines: readonly string[]): boolean => {
  const width = lines.reduce((widest, { length }) => Math.max(widest, length), 0);
  if (width < NARROWEST || width > WIDEST) return false;
  return lines.every((line, index) => {
    const word = lines[index + 1]?.split(' ', 1)[0]?.length ?? width;
    return line.length + 1 + word >= width;
  });
};

/** A paragraph whose lines were broken by their width flows in the room that there is; its offsets stay. */
export const flowing = (window: TextWindow, { start, end }: Range): TextWindow => {
  const lines = textAt(window, { start, end }).split('\n');
  return isWrapped(lines) ? { ...window, start, end, text: lines.join(' ') } : window;
};

/** Whether the quote really stands at its place; one that does not is not highlighted anywhere. */
export const isLocated = (
  window: TextWindow,
  { start, end, quote }: Range & { quote: string },
): boolean => end > start && textAt(window, { start, end }) === quote;

/** List items stand in a list, one after the other as they come. */
export const grouped = (blocks: readonly TextBlock[]): TextBlock[][] => {
  const groups: TextBlock[][] = [];
  for (const block of blocks) {
    const group = groups.at(-1);
    if (block.kind === 'list-item' && group?.[0]?.kind === 'list-item') group.push(block);
    else groups.push([block]);
  }
  return groups;
};
