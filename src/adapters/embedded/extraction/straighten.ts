import type { PageItem } from './pdf-page.ts';

/** Below this a line of a page leans less than half its height. */
const LEAST_SLOPE = 0.002;
const STEEPEST = 0.15;
const LEAST_PAIRS = 8;

/** How much lines go down per unit to the right, from words that stand side by side. */
export const slopeOf = (items: readonly PageItem[]): number => {
  const slopes: number[] = [];
  for (const item of items) {
    const next = neighbourOf(item, items);
    if (!next) continue;
    const run = middle(next) - middle(item);
    const rise = next.y + next.height / 2 - (item.y + item.height / 2);
    if (run > item.height * 2) slopes.push(rise / run);
  }
  if (slopes.length < LEAST_PAIRS) return 0;
  const slope = slopes.toSorted((a, b) => a - b)[slopes.length >> 1] ?? 0;
  return Math.abs(slope) < LEAST_SLOPE || Math.abs(slope) > STEEPEST ? 0 : slope;
};

const neighbourOf = (item: PageItem, items: readonly PageItem[]): PageItem | null => {
  const end = item.x + item.width;
  let nearest: PageItem | null = null;
  for (const other of items) {
    const gap = other.x - end;
    if (gap < -item.height / 2 || gap > item.height * 2 || other === item) continue;
    if (Math.abs(other.y - item.y) > item.height || (nearest && other.x >= nearest.x)) continue;
    nearest = other;
  }
  return nearest;
};

const middle = (item: PageItem): number => item.x + item.width / 2;

/** The items as if the page had lain straight; `top` keeps where they really are. */
export const straighten = (
  items: readonly PageItem[],
  { slope, width }: { slope: number; width: number },
): PageItem[] =>
  items.map((item) => ({
    ...item,
    y: item.y - slope * (middle(item) - width / 2),
    top: item.y,
  }));
