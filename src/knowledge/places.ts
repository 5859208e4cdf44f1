import type { Box, PlacedText, TextRange } from '../domain/document.ts';

/** The rectangles of a range on its pages: one for each line, from its first to its last letter in the range. */
export const mergePlaces = (placed: readonly PlacedText[], range: TextRange): Box[] => {
  const boxes: Box[] = [];
  for (const piece of placed.map((one) => clip(one, range))) {
    const last = boxes.at(-1);
    if (last && onOneLine(last, piece)) boxes[boxes.length - 1] = union(last, piece);
    else boxes.push(piece);
  }
  return boxes;
};

/** Boxes are whole lines: the part of one is estimated by its share of the characters. */
const clip = (piece: PlacedText, range: TextRange): Box => {
  const length = piece.end - piece.start;
  const from = Math.max(0, range.start - piece.start) / length;
  const to = Math.min(length, range.end - piece.start) / length;
  const { page, left, top, width, height } = piece;
  return { page, left: left + width * from, top, width: width * (to - from), height };
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
