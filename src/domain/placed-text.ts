import type { PlacedText } from './document.ts';

const NUMBERS = 7;

/**
 * A long document has 10^5 and more placed lines: as one row of numbers they pass between processes and threads, and
 * to the disk, without holding up anybody.
 */
export const packPlaced = (placed: readonly PlacedText[]): Float64Array => {
  const packed = new Float64Array(placed.length * NUMBERS);
  for (const [index, { start, end, page, left, top, width, height }] of placed.entries())
    packed.set([start, end, page, left, top, width, height], index * NUMBERS);
  return packed;
};

export const unpackPlaced = (packed: Float64Array): PlacedText[] =>
  Array.from({ length: packed.length / NUMBERS }, (_, place) => {
    const [start = 0, end = 0, page = 0, left = 0, top = 0, width = 0, height = 0] =
      packed.subarray(place * NUMBERS, (place + 1) * NUMBERS);
    return { start, end, page, left, top, width, height };
  });

/** One after the other. */
export const joinPlaced = (parts: readonly Float64Array[]): Float64Array => {
  const joined = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
};
