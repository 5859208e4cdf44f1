import type { PageItem } from './pdf-page.ts';

/** Of a letter's full height: what stands above the line in small letters and in tall ones, and what hangs below. */
const SMALL = 0.5;
const TALL = 0.72;
const BELOW = 0.21;

const HAS_TALL = /[\p{Lu}\p{N}bdfhklitßäöüéèêáàóòúùíìñ"'!?()[\]{}/|%&$€£]/u;
const HAS_BELOW = /[gjpqyçQ(),;[\]{}/|]/u;
const HAS_LETTERS = /[\p{L}\p{N}]/u;

/**
 * Recognition puts boxes tightly round the ink, so that "a" and "lag" on one line differ in height and middle. Here
 * every word gets the box of its whole line.
 */
export const evenBoxes = (items: readonly PageItem[]): PageItem[] => {
  const known = items.filter(({ text }) => HAS_LETTERS.test(text)).map(fullHeight);
  const usual = known.toSorted((a, b) => a - b)[known.length >> 1] ?? 0;
  return items.map((item) => {
    if (!HAS_LETTERS.test(item.text)) {
      const middle = item.y + item.height / 2;
      return { ...item, y: middle - usual * (TALL - SMALL / 2), height: usual * (TALL + BELOW) };
    }
    const full = fullHeight(item);
    const ground = item.y + item.height - (HAS_BELOW.test(item.text) ? BELOW * full : 0);
    return { ...item, y: ground - TALL * full, height: (TALL + BELOW) * full };
  });
};

const fullHeight = ({ text, height }: PageItem): number =>
  height / ((HAS_TALL.test(text) ? TALL : SMALL) + (HAS_BELOW.test(text) ? BELOW : 0));
