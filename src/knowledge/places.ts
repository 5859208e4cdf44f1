import type { Box, PlacedText, TextRange } from '../domain/document.ts';

/** Lines beside those of a range tell whether the print is that of a typewriter. */
export const AROUND = 600;

/** The rectangles of a range on its pages: one for each line, from its first to its last letter in the range. */
export const mergePlaces = (
  placed: readonly PlacedText[],
  { text, range }: { text: string; range: TextRange },
): Box[] => {
  const widthOf = isTypewriter(placed)
    ? ({ start, end }: TextRange) => end - start
    : (part: TextRange) => printedWidth(text.slice(part.start, part.end));
  const boxes: Box[] = [];
  for (const piece of placed) {
    if (piece.end <= range.start || piece.start >= range.end) continue;
    const box = clip(piece, range, widthOf);
    const last = boxes.at(-1);
    if (last && onOneLine(last, box)) boxes[boxes.length - 1] = union(last, box);
    else boxes.push(box);
  }
  return boxes;
};

const LONG_ENOUGH = 20;
const EVEN = 0.01;

/** Every letter is as wide as every other. */
const isTypewriter = (placed: readonly PlacedText[]): boolean => {
  const widths = placed
    .filter(({ start, end }) => end - start >= LONG_ENOUGH)
    .map(({ start, end, width }) => width / (end - start));
  const narrowest = Math.min(...widths);
  return widths.length > 1 && Math.max(...widths) - narrowest < narrowest * EVEN;
};

/** In heights of the print, as most fonts have it. */
const WIDTHS: [RegExp, number][] = [
  [/[ iljI.,:;'’|!]/u, 0.26],
  [/[tfr()[\]\-/]/u, 0.34],
  [/[sczk]/u, 0.47],
  [/[mwMW@%—]/u, 0.85],
  [/[\p{Lu}&]/u, 0.66],
  [/[\u2E80-\uFFFF]/u, 1],
];
const USUAL_WIDTH = 0.54;

const printedWidth = (text: string): number => {
  let width = 0;
  for (const letter of text)
    width += WIDTHS.find(([letters]) => letters.test(letter))?.[1] ?? USUAL_WIDTH;
  return width;
};

/** Boxes are whole lines: where a part of one begins and ends is estimated by the letters before it. */
const clip = (piece: PlacedText, range: TextRange, widthOf: (part: TextRange) => number): Box => {
  const start = Math.max(piece.start, range.start);
  const end = Math.min(piece.end, range.end);
  const perWidth = piece.width / Math.max(widthOf(piece), USUAL_WIDTH);
  const { page, left, top, height } = piece;
  return {
    page,
    left: left + widthOf({ start: piece.start, end: start }) * perWidth,
    top,
    width: widthOf({ start, end }) * perWidth,
    height,
  };
};

const onOneLine = (one: Box, other: Box): boolean => {
  const overlap =
    Math.min(one.top + one.height, other.top + other.height) - Math.max(one.top, other.top);
  const gap = other.left - (one.left + one.width);
  return (
    one.page === other.page &&
    overlap > Math.min(one.height, other.height) / 2 &&
    gap > -one.height &&
    gap < one.height * 2
  );
};

const union = (one: Box, other: Box): Box => {
  const left = Math.min(one.left, other.left);
  const top = Math.min(one.top, other.top);
  return {
    page: one.page,
    left,
    top,
    width: Math.max(one.left + one.width, other.left + other.width) - left,
    height: Math.max(one.top + one.height, other.top + other.height) - top,
  };
};
