import { median, toLines } from './pdf-items.ts';
import type { PageBlock, PageItem } from './pdf-page.ts';

/** In heights of a line. */
const GUTTER = 0.8;
const COLUMN_WIDTH = 10;
const COLUMN_LINES = 4;
const PARAGRAPH_GAP = 0.5;
const CELL_GAP = 2.5;
const LARGE = 1.3;
const HUGE = 1.8;
const LONGEST_HEADING = 80;

/**
 * Blocks of a page of recognised words, in reading order. Recognition knows neither fonts nor lines that part columns:
 * only the white between words tells what belongs together.
 */
export const layOutRecognised = (items: readonly PageItem[]): PageBlock[] => {
  const height = median(items.map((item) => item.height));
  return cut(items, height).flatMap((group) => toBlocks(group, height));
};

/** Groups in reading order: columns are parted from each other and from what stands above or below them. */
const cut = (items: readonly PageItem[], height: number): PageItem[][] => {
  const rows = bands(items);
  const columns = findColumns(rows, height);
  if (!columns) return paragraphs(rows, height);
  const { from, to, at } = columns;
  const between = rows.slice(from, to).flat();
  return [
    ...paragraphs(rows.slice(0, from), height),
    ...cut(
      between.filter((item) => middle(item) < at),
      height,
    ),
    ...cut(
      between.filter((item) => middle(item) >= at),
      height,
    ),
    ...cut(rows.slice(to).flat(), height),
  ];
};

type Gap = { left: number; right: number };
type Columns = { from: number; to: number; at: number };

/** The first rows that share a white strip with prose on both sides; between cells of a table there is no prose. */
const findColumns = (rows: readonly PageItem[][], height: number): Columns | null => {
  for (let from = 0; from + COLUMN_LINES <= rows.length; from += 1) {
    let common: Gap[] = [{ left: -Infinity, right: Infinity }];
    let longest: Columns | null = null;
    for (let to = from + 1; to <= rows.length; to += 1) {
      common = inBoth(common, gapsOf(rows[to - 1] ?? [])).filter(
        ({ left, right }) => right - left > height * GUTTER,
      );
      const gap = common.find(({ left, right }) => Number.isFinite(right - left));
      if (gap) longest = { from, to, at: (gap.left + gap.right) / 2 };
    }
    if (longest && hasProse(rows.slice(from, longest.to).flat(), { at: longest.at, height }))
      return longest;
  }
  return null;
};

/** The white in a row, with that beside it. */
const gapsOf = (row: readonly PageItem[]): Gap[] => {
  const gaps: Gap[] = [];
  let left = -Infinity;
  for (const item of row.toSorted((a, b) => a.x - b.x)) {
    if (item.x > left) gaps.push({ left, right: item.x });
    left = Math.max(left, item.x + item.width);
  }
  return [...gaps, { left, right: Infinity }];
};

const inBoth = (some: readonly Gap[], others: readonly Gap[]): Gap[] =>
  some.flatMap((a) =>
    others
      .map((b) => ({ left: Math.max(a.left, b.left), right: Math.min(a.right, b.right) }))
      .filter(({ left, right }) => left < right),
  );

const hasProse = (
  items: readonly PageItem[],
  { at, height }: { at: number; height: number },
): boolean =>
  [items.filter((item) => middle(item) < at), items.filter((item) => middle(item) >= at)].every(
    (side) => isColumn(side, height),
  );

const isColumn = (items: readonly PageItem[], height: number): boolean => {
  const lines = toLines(items);
  const widths = lines.map((line) => rightOf(line) - leftOf(line));
  return lines.length >= COLUMN_LINES && median(widths) > height * COLUMN_WIDTH;
};

/** Items from top to bottom, parted wherever nothing stands beside. */
const bands = (items: readonly PageItem[]): PageItem[][] => {
  const rows: PageItem[][] = [];
  let bottom = -Infinity;
  for (const item of items.toSorted((a, b) => a.y - b.y)) {
    const inset = item.height / 4;
    const row = rows.at(-1);
    if (row && item.y + inset < bottom) row.push(item);
    else rows.push([item]);
    bottom = Math.max(bottom, item.y + item.height - inset);
  }
  return rows;
};

const paragraphs = (rows: readonly PageItem[][], height: number): PageItem[][] => {
  const groups: PageItem[][] = [];
  let bottom = -Infinity;
  for (const row of rows) {
    const top = Math.min(...row.map((item) => item.y));
    const group = groups.at(-1);
    const near = top - bottom < height * PARAGRAPH_GAP && !startsItem(row);
    if (group && near && sameSize(group, row)) group.push(...row);
    else groups.push([...row]);
    bottom = Math.max(...row.map((item) => item.y + item.height));
  }
  return groups;
};

/** Dots before items of a list are often taken for other signs of their size. */
const MARKER = /^[•¢©®°*·▪■+~]($|\s)/u;

const startsItem = (row: readonly PageItem[]): boolean =>
  MARKER.test(row.toSorted((a, b) => a.x - b.x)[0]?.text ?? '');

const sameSize = (a: readonly PageItem[], b: readonly PageItem[]): boolean => {
  const [one, other] = [a, b].map((items) => median(items.map((item) => item.height)));
  return Math.max(one ?? 1, other ?? 1) < Math.min(one ?? 1, other ?? 1) * LARGE;
};

/** Rows of a form or table are not run together, and are no headings. */
const toBlocks = (group: readonly PageItem[], height: number): PageBlock[] => {
  const lines = toLines(group);
  const apart = lines.some((line) => hasCells(line, height));
  return (apart ? lines : [lines.flat()]).map((items) => ({
    ...kindOf(items, { height, lines: apart ? 1 : lines.length }),
    bbox: boxAround(items),
  }));
};

const hasCells = (line: readonly PageItem[], height: number): boolean =>
  line.some((item, index) => {
    const before = line[index - 1];
    return before !== undefined && item.x - before.x - before.width > height * CELL_GAP;
  });

const kindOf = (
  items: readonly PageItem[],
  { height, lines }: { height: number; lines: number },
): Pick<PageBlock, 'kind' | 'level'> => {
  if (startsItem(items.slice(0, 1))) return { kind: 'list_item' };
  if (hasCells(items, height)) return { kind: 'paragraph' };
  const size = median(items.map((item) => item.height)) / height;
  const letters = items.reduce((sum, { text }) => sum + text.length, 0);
  return size > LARGE && lines <= 2 && letters <= LONGEST_HEADING
    ? { kind: 'heading', level: size > HUGE ? 1 : 2 }
    : { kind: 'paragraph' };
};

const boxAround = (items: readonly PageItem[]) => {
  const x = leftOf(items);
  const y = Math.min(...items.map((item) => item.y));
  const bottom = Math.max(...items.map((item) => item.y + item.height));
  return { x, y, width: rightOf(items) - x, height: bottom - y };
};

const leftOf = (items: readonly PageItem[]): number => Math.min(...items.map((item) => item.x));
const rightOf = (items: readonly PageItem[]): number =>
  Math.max(...items.map((item) => item.x + item.width));
const middle = (item: PageItem): number => item.x + item.width / 2;
