import type { PageBlock, PageItem } from './pdf-page.ts';
import { type FilledBlock, median, toLines } from './pdf-items.ts';

type Line = PageItem[];
/** A block of prose by its lines, in the order in which they are read. */
export type Flow = FilledBlock & { lines: Line[] };

/** Lines of one text are of one print, about. */
const SAME_PRINT = 1.1;
/** A line that ends this far from the edge, in widths of its block, is the last of its paragraph. */
const RAGGED = 0.15;
const PARAGRAPH_STEP = 1.35;
/** In the middle of a sentence a raised or lowered sign may have made it so large. */
const WIDE_STEP = 2;
const SENTENCE_END = /[.!?:;…。！？]["'”’»)\]\d*†‡]*$/u;
const BROKEN_WORD = /\p{L}[-\u2010]$/u;

/**
 * The layout parts what is one sentence, at a line of other height or where the column ends, and takes what ends one
 * column and begins the next as one block with all between: here both are put right.
 */
export const flowOf = (filled: readonly FilledBlock[]): Flow[] => {
  const flows: Flow[] = [];
  for (const { block, items: all } of filled) {
    const columns = isText(block) ? columnsOf(all) : [all];
    for (const [column, items] of columns.entries()) {
      const flow = { block, items, lines: block?.kind === 'table' ? [] : toLines(items) };
      const before = flows.at(-1);
      if (before && goesOn(before, flow, column > 0)) {
        before.items = [...before.items, ...items];
        before.lines.push(...flow.lines);
      } else flows.push(flow);
    }
  }
  return flows;
};

/** The end of a column, and what stands higher and beside it: read one after the other. */
const columnsOf = (items: PageItem[]): PageItem[][] => {
  const [some] = items;
  if (!some) return [items];
  let [highest, lowest] = [some, some];
  for (const item of items) {
    if (item.y < highest.y) highest = item;
    if (item.y > lowest.y) lowest = item;
  }
  if (highest.x < right(lowest)) return [items];
  const sorted = items.toSorted((a, b) => a.x - b.x);
  let edge = -Infinity;
  for (const [index, item] of sorted.entries()) {
    const before = sorted.slice(0, index);
    const after = sorted.slice(index);
    if (item.x > edge + item.height / 2 && index > 0 && topOf(before) > bottomOf(after))
      return [before, ...columnsOf(after)];
    edge = Math.max(edge, right(item));
  }
  return [items];
};

/** Whether a block goes on with the sentence of the one before: right below it, or at the top of its next column. */
const goesOn = (before: Flow, next: Flow, isNextColumn: boolean): boolean => {
  if (!isText(before.block) || next.block?.kind !== 'paragraph') return false;
  const [above, below] = [before.lines.at(-1), next.lines[0]];
  if (!above || !below || !runsOn(above, below)) return false;
  const apart = topOf(below) - bottomOf(above);
  const [own, others] = [extentOf(before.lines.flat()), extentOf(next.lines.flat())];
  if (isNextColumn) return isFull(above, own);
  const isBelow = Math.abs(apart) < heightOf(below) && others.end > own.left;
  const both = { left: Math.min(own.left, others.left), end: Math.max(own.end, others.end) };
  return isBelow && isFull(above, both);
};

const isText = (block: PageBlock | null): boolean =>
  block?.kind === 'paragraph' || block?.kind === 'list_item';

/** In the middle of a sentence, or of a word. */
const runsOn = (above: Line, below: Line): boolean => {
  const [one, other] = [heightOf(above), heightOf(below)];
  if (Math.max(one, other) > Math.min(one, other) * SAME_PRINT) return false;
  const end = above.at(-1)?.text.trim() ?? '';
  const start = below[0]?.text.trim() ?? '';
  return BROKEN_WORD.test(end)
    ? /^[\p{L}\p{N}]/u.test(start)
    : /^\p{Ll}/u.test(start) && !SENTENCE_END.test(end);
};

type Extent = { left: number; end: number };

const extentOf = (items: readonly PageItem[]): Extent => ({
  left: Math.min(...items.map((item) => item.x)),
  end: Math.max(...items.map(right)),
});

const isFull = (line: Line, { left, end }: Extent): boolean =>
  extentOf(line).end >= end - (end - left) * RAGGED;

/** Cuts lines where the distance to the next is clearly larger than usual: the layout joins paragraphs. */
export const toParagraphs = (lines: readonly Line[]): Line[][] => {
  const steps = lines
    .slice(1)
    .map((line, index) => bottomOf(line) - bottomOf(lines[index] ?? line));
  // Up to the next column is no usual step.
  const down = steps.filter((step) => step >= 0).toSorted((a, b) => a - b);
  const usual = down[Math.floor((down.length - 1) / 2)] ?? 0;
  const extent = extentOf(lines.flat());
  const paragraphs: Line[][] = [];
  for (const [index, line] of lines.entries()) {
    const current = paragraphs.at(-1);
    const above = current?.at(-1);
    const step = steps[index - 1] ?? 0;
    const close =
      step <= usual * PARAGRAPH_STEP ||
      (above && step <= usual * WIDE_STEP && runsOn(above, line) && isFull(above, extent));
    if (current && close) current.push(line);
    else paragraphs.push([line]);
  }
  return paragraphs;
};

const right = (item: PageItem): number => item.x + item.width;
const topOf = (items: readonly PageItem[]): number => Math.min(...items.map((item) => item.y));
/** Raised figures and marks start lower or higher, but a line's largest print stands on the same ground. */
const bottomOf = (items: readonly PageItem[]): number =>
  Math.max(...items.map((item) => item.y + item.height));
const heightOf = (line: Line): number => median(line.map(({ height }) => height));
