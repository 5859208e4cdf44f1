import type { PageBlock, PageItem, PdfPage } from './pdf-page.ts';

/** Blocks of a page in reading order, each with the lines of text that stand in it. */
export type FilledBlock = { block: PageBlock | null; items: PageItem[] };

const TOLERANCE = 2;

type Rect = { x: number; y: number; width: number; height: number };

export const centre = (rect: Rect): { x: number; y: number } => ({
  x: rect.x + rect.width / 2,
  y: rect.y + rect.height / 2,
});

export const holds = (rect: Rect, point: { x: number; y: number }): boolean =>
  point.x >= rect.x - TOLERANCE &&
  point.x <= rect.x + rect.width + TOLERANCE &&
  point.y >= rect.y - TOLERANCE &&
  point.y <= rect.y + rect.height + TOLERANCE;

/**
 * The layout says the order and kind of blocks, the items hold the exact words and places: a block's own text is
 * joined and marked up, so it is not used. Items that lie in several blocks go to the smallest; those in none go after
 * the block they stand below.
 */
export const fillBlocks = (page: PdfPage, items: readonly PageItem[]): FilledBlock[] => {
  const filled: FilledBlock[] = (page.blocks ?? [])
    .filter((block) => block.bbox)
    .map((block) => ({ block, items: [] }));
  const loose: FilledBlock = { block: null, items: [] };
  for (const item of items) (homeOf(item, filled) ?? loose).items.push(item);
  if (loose.items.length === 0) return filled.filter((one) => one.items.length > 0);
  if (filled.length === 0) return [loose];
  return insertLoose(filled, loose.items).filter((one) => one.items.length > 0);
};

const homeOf = (item: PageItem, filled: readonly FilledBlock[]): FilledBlock | null => {
  const point = centre(item);
  let home: FilledBlock | null = null;
  let smallest = Infinity;
  for (const candidate of filled) {
    const box = candidate.block?.bbox;
    if (!box || box.width * box.height >= smallest || !holds(box, point)) continue;
    smallest = box.width * box.height;
    home = candidate;
  }
  return home;
};

const insertLoose = (filled: readonly FilledBlock[], loose: readonly PageItem[]): FilledBlock[] => {
  const result = [...filled];
  for (const item of loose) {
    const above = result.findLastIndex(({ block, items }) => {
      const box = block?.bbox ?? items[0];
      return (
        box !== undefined &&
        box.y <= item.y &&
        box.x <= item.x + item.width &&
        item.x <= box.x + box.width
      );
    });
    const neighbour = result[above];
    if (neighbour && neighbour.block === null) neighbour.items.push(item);
    else result.splice(above + 1, 0, { block: null, items: [item] });
  }
  return result;
};

/** Items that stand side by side, as lines from top to bottom. */
export const toLines = (items: readonly PageItem[]): PageItem[][] => {
  const sorted = items.toSorted((a, b) => centre(a).y - centre(b).y);
  const lines: PageItem[][] = [];
  for (const item of sorted) {
    const line = lines.at(-1);
    const first = line?.[0];
    const near =
      first &&
      Math.abs(centre(first).y - centre(item).y) < Math.min(first.height, item.height) * 0.6;
    if (line && near) line.push(item);
    else lines.push([item]);
  }
  return lines.map((line) => line.toSorted((a, b) => a.x - b.x));
};

const EAST_ASIAN =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303F\uFF00-\uFFEF]/u;
const VERTICAL_SHARE = 0.8;
const VERTICAL_LEAST = 10;

export const isEastAsian = (text: string): boolean => EAST_ASIAN.test(text);

/** Vertical writing comes as single characters; its columns run from right to left. */
export const isVertical = (items: readonly PageItem[]): boolean =>
  items.length >= VERTICAL_LEAST &&
  items.filter(({ text }) => text.trim().length === 1 && isEastAsian(text.trim())).length >
    items.length * VERTICAL_SHARE;

export const toColumns = (items: readonly PageItem[]): PageItem[] =>
  items.toSorted((a, b) => {
    const apart = centre(b).x - centre(a).x;
    return Math.abs(apart) > Math.min(a.width, b.width) / 2 ? apart : a.y - b.y;
  });

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
