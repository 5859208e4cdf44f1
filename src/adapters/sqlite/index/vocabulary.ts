import { likeness } from '../../../lib/language/likeness.ts';
import type { AlikeWord } from './query-terms.ts';

const LEAST_LIKENESS = 0.5;
/** A slip of the finger leaves at least this share of the pieces. */
const LEAST_AFTER_SLIP = 0.25;
const LENGTH_AFTER_SLIP = 2;
const COMPARED = 200;

/**
 * Words in one text, with spaces between, and where each begins: a large vocabulary is never taken apart. And 64 marks
 * each, in two numbers: a mark is set when one of the word's three-letter pieces falls on it.
 */
export type MarkedWords = {
  text: string;
  starts: Uint32Array;
  low: Uint32Array;
  high: Uint32Array;
};

const END = 0x5f;
const markOf = (first: number, second: number, third: number): number =>
  Math.imul(Math.imul(Math.imul(first, 31) + second, 31) + third, 0x9e3779b1) >>> 26;

const marksOfWord = (word: string): [low: number, high: number] => {
  let [first, second, low, high] = [END, word.charCodeAt(0), 0, 0];
  for (let place = 1; place <= word.length; place += 1) {
    const third = place === word.length ? END : word.charCodeAt(place);
    const mark = markOf(first, second, third);
    if (mark < 32) low |= 1 << mark;
    else high |= 1 << (mark - 32);
    [first, second] = [second, third];
  }
  return [low, high];
};

/** Beginnings and marks alone, as they are stored beside the text. */
export const marksOf = (words: readonly string[]): Uint8Array => {
  const size = words.length;
  const stored = new Uint32Array(3 * size);
  let start = 0;
  for (const [row, word] of words.entries()) {
    const [low, high] = marksOfWord(word);
    stored[row] = start;
    stored[size + row] = low;
    stored[2 * size + row] = high;
    start += word.length + 1;
  }
  return new Uint8Array(stored.buffer);
};

export const withMarks = (text: string, stored: Uint8Array): MarkedWords => {
  const size = stored.byteLength / 3 / Uint32Array.BYTES_PER_ELEMENT;
  const numbers = new Uint32Array(stored.buffer, stored.byteOffset, 3 * size);
  return {
    text,
    starts: numbers.subarray(0, size),
    low: numbers.subarray(size, 2 * size),
    high: numbers.subarray(2 * size),
  };
};

const bitsOf = (number: number): number => {
  const pairs = number - ((number >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
};

type Rough = { stem: string; roughly: number };

/** Words whose marks allow that they were meant: looks at every word, at a few nanoseconds each. */
const possible = (asked: string, { text, starts, low, high }: MarkedWords): Rough[] => {
  const [lower, upper] = marksOfWord(asked);
  // Pieces that fall on one mark are one bit, and may all be shared.
  const hidden = asked.length - bitsOf(lower) - bitsOf(upper);
  const least = Math.min(
    (LEAST_AFTER_SLIP * (2 * asked.length - LENGTH_AFTER_SLIP)) / 2,
    // A word a third as long is alike enough only if all its pieces are shared.
    asked.length / 3,
  );
  const found: Rough[] = [];
  for (let row = 0; row < starts.length; row += 1) {
    const shared = bitsOf(lower & (low[row] ?? 0)) + bitsOf(upper & (high[row] ?? 0)) + hidden;
    if (shared < least) continue;
    const start = starts[row] ?? 0;
    const length = (starts[row + 1] ?? text.length + 1) - 1 - start;
    const roughly = (2 * shared) / (asked.length + length);
    const slip =
      roughly >= LEAST_AFTER_SLIP &&
      text[start] === asked[0] &&
      Math.abs(length - asked.length) <= LENGTH_AFTER_SLIP;
    if (slip || roughly >= LEAST_LIKENESS)
      found.push({ stem: text.slice(start, start + length), roughly });
  }
  return found;
};

/** The word with each pair of neighbouring letters swapped: such slips may share no piece with the word meant. */
const swaps = (word: string): string[] =>
  Array.from(
    { length: Math.max(0, word.length - 2) },
    (_, index) =>
      word.slice(0, index + 1) +
      word.charAt(index + 2) +
      word.charAt(index + 1) +
      word.slice(index + 3),
  );

/** Words that may have been meant, most alike first. */
export const wordsNear = (
  asked: string,
  vocabulary: Iterable<MarkedWords>,
  isKnown: (stem: string) => boolean,
): AlikeWord[] => {
  const compare = (stem: string): AlikeWord => ({ stem, likeness: likeness(asked, stem) });
  const rough = [...vocabulary].flatMap((marked) => possible(asked, marked));
  const compared = rough
    .toSorted((left, right) => right.roughly - left.roughly)
    .slice(0, COMPARED)
    .map(({ stem }) => compare(stem))
    .filter((candidate) => candidate.likeness >= LEAST_LIKENESS);
  const swapped = swaps(asked).filter(isKnown).map(compare);
  return [...new Map([...compared, ...swapped].map((word) => [word.stem, word])).values()]
    .filter(({ stem }) => stem !== asked)
    .toSorted((left, right) => right.likeness - left.likeness);
};
