import type { Block, TextRange } from '../domain/document.ts';
import { unspacedCharacter } from '../lib/language/scripts.ts';
import { sentenceRanges } from '../lib/language/sentences.ts';

/** The smallest piece that a passage is made of: a block, or a part of one that is too long. */
export type Unit = TextRange & {
  words: number;
  /** The header row of the table that this begins in the middle of. */
  tableHeader?: string;
};

/** Two characters of a script without spaces say about as much as a word. */
const UNSPACED_WEIGHT = 0.5;
const LONG_WORD = 30;
const HEADER_LIMIT = 200;
/** No such script lies below. */
const FIRST_UNSPACED = 0x0e00;

/** How much a stretch says, in words. A run without spaces counts for its length, so that nothing is without end. */
export const countWords = (text: string, { start, end }: TextRange): number => {
  let words = 0;
  let run = 0;
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at);
    const space = code <= 32 || code === 0xa0;
    if (space) run = 0;
    else if (code >= FIRST_UNSPACED && unspacedCharacter.test(text.charAt(at))) {
      words += UNSPACED_WEIGHT;
      run = 0;
    } else {
      if (run % LONG_WORD === 0) words += 1;
      run += 1;
    }
  }
  return words;
};

/** A block as one unit, or as parts of at most `maxWords`: rows of a table, sentences of a paragraph. */
export const unitsOf = (text: string, block: Block, maxWords: number): Unit[] => {
  const words = countWords(text, block);
  if (words <= maxWords) return [{ start: block.start, end: block.end, words }];
  if (block.rows) return rowUnits(text, { ...block, rows: block.rows }, maxWords);
  return sentenceRanges(text.slice(block.start, block.end)).flatMap((sentence) =>
    cut(text, { start: block.start + sentence.start, end: block.start + sentence.end }, maxWords),
  );
};

const rowUnits = (text: string, block: Block & { rows: number[] }, maxWords: number): Unit[] => {
  const rows = block.rows.map((start, index) => {
    const end = (block.rows[index + 1] ?? block.end + 1) - 1;
    return { start, end, words: countWords(text, { start, end }) };
  });
  const [first] = rows;
  const header =
    block.header && first ? text.slice(first.start, first.end).slice(0, HEADER_LIMIT) : undefined;
  return rows
    .filter((row) => row.end > row.start)
    .flatMap((row, index) =>
      (row.words > maxWords * 2 ? cut(text, row, maxWords) : [row]).map((unit) =>
        index === 0 || header === undefined ? unit : { ...unit, tableHeader: header },
      ),
    );
};

/** A sentence without end is cut between words, and where there are none, between characters. */
const cut = (text: string, range: TextRange, maxWords: number): Unit[] => {
  const parts: Unit[] = [];
  let start = range.start;
  while (start < range.end) {
    const end = endOfPart(text, { start, end: range.end }, maxWords);
    parts.push({ start, end, words: countWords(text, { start, end }) });
    start = end;
    while (start < range.end && text.charCodeAt(start) <= 32) start += 1;
  }
  return parts;
};

const CHARACTERS_PER_WORD = 12;

const endOfPart = (text: string, { start, end }: TextRange, maxWords: number): number => {
  const limit = start + Math.ceil(maxWords * CHARACTERS_PER_WORD);
  let best = Math.min(end, limit);
  if (countWords(text, { start, end: best }) > maxWords)
    best = atWords(text, { start, end: best }, maxWords);
  if (best >= end) return end;
  const space = text.lastIndexOf(' ', best);
  if (space > start + (best - start) / 2) return space;
  const low = text.charCodeAt(best);
  // Never between the halves of one character.
  return low >= 0xdc00 && low <= 0xdfff ? best + 1 : best;
};

/** The place at which a stretch holds `words`. */
const atWords = (text: string, { start, end }: TextRange, words: number): number => {
  let low = start + 1;
  let high = end;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (countWords(text, { start, end: middle }) <= words) low = middle;
    else high = middle - 1;
  }
  return low;
};
