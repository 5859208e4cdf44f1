import type { PlacedText } from '../../../domain/document.ts';
import type { Cleaner } from './clean-text.ts';
import { centre, isEastAsian } from './pdf-items.ts';
import type { PageItem } from './pdf-page.ts';
import { CELL_SEPARATOR } from './text-builder.ts';

type Piece = { item: PageItem; start: number; end: number };
/** A text and which item each part of it comes from. */
export type Written = { text: string; pieces: Piece[] };

/** `compounds`: pairs of words that the document writes with a hyphen inside a line, in small letters. */
export type Writing = { cleaner: Cleaner; compounds: ReadonlySet<string> };

const LONGEST_WORD = 100;
const HYPHEN = /[-\u2010]/u;
const COMPOUND = /\p{L}+(?:[-\u2010]\p{L}+)+/gu;

/** "part-timers" within a line tells what to make of "part-" at its end. */
export const addCompounds = (items: Iterable<PageItem>, compounds: Set<string>): void => {
  for (const { text } of items) {
    if (!HYPHEN.test(text)) continue;
    for (const [compound] of text.matchAll(COMPOUND)) {
      const words = compound.toLowerCase().split(/[-\u2010]/u);
      for (const [index, word] of words.slice(1).entries())
        compounds.add(`${words[index]}-${word}`);
    }
  }
};

/** A gap up to this share of the line's height is no space. */
const TOUCHING = 0.12;

/** Lines as running text, or as they are with a line break between them. */
export const writeLines = (
  lines: readonly PageItem[][],
  { cleaner, compounds }: Writing,
  between: ' ' | '\n' = ' ',
): Written => {
  const written: Written = { text: '', pieces: [] };
  // Looked at alone: to look at the end of a text that grows copies all of it.
  let end = '';
  for (const line of lines) {
    if (written.text !== '') {
      if (between === '\n') written.text += between;
      else if (HYPHEN.test(end)) joinLine(written, line[0], compounds);
      else if (!isEastAsian(end)) written.text += ' ';
    }
    for (const [index, item] of line.entries()) {
      if (index > 0 && apart(line[index - 1], item)) written.text += ' ';
      const words = cleaner.clean(item.text).trim();
      written.pieces.push({
        item,
        start: written.text.length,
        end: written.text.length + words.length,
      });
      written.text += words;
      end = words.slice(-1) || end;
    }
  }
  return written;
};

/** One word may be drawn in several pieces: they touch. */
const apart = (before: PageItem | undefined, next: PageItem): boolean => {
  if (!before || (isEastAsian(before.text.trim().slice(-1)) && isEastAsian(next.text.trim())))
    return false;
  const height = Math.min(before.height, next.height);
  const sameLine = Math.abs(centre(before).y - centre(next).y) < height / 2;
  return !sameLine || next.x - (before.x + before.width) > height * TOUCHING;
};

/** A word broken at a hyphen that ends a line is one word again; others are joined by a space. */
const joinLine = (
  written: Written,
  next: PageItem | undefined,
  compounds: ReadonlySet<string>,
): void => {
  const before = brokenOff(written.text);
  const [after] = /^\p{Ll}\p{L}*/u.exec(next?.text.trim() ?? '') ?? [];
  if (before === null || after === undefined) {
    written.text += ' ';
    return;
  }
  if (compounds.has(`${before}-${after}`.toLowerCase())) return;
  const last = written.pieces.at(-1);
  if (last) last.end -= 1;
  written.text = written.text.slice(0, -1);
};

/** The letters before the hyphen at the end. Looks back from there: to search from the start costs more the longer a text is. */
const brokenOff = (text: string): string | null => {
  const [letters] = /\p{L}+$/u.exec(text.slice(-1 - LONGEST_WORD, -1)) ?? [];
  return letters ?? null;
};

/** The cells of a row on one line. */
export const joinCells = (cells: readonly Written[]): Written => {
  const row: Written = { text: '', pieces: [] };
  for (const [index, cell] of cells.entries()) {
    if (index > 0) row.text += CELL_SEPARATOR;
    const offset = row.text.length;
    row.pieces.push(
      ...cell.pieces.map(({ item, start, end }) => ({
        item,
        start: start + offset,
        end: end + offset,
      })),
    );
    row.text += cell.text;
  }
  return row;
};

const tenth = (value: number): number => Math.round(value * 10) / 10;

/** Where the parts of a text that begins at `start` stand on the page. */
export const placesOf = (
  { pieces }: Written,
  { start, page }: { start: number; page: number },
): PlacedText[] =>
  pieces
    .filter((piece) => piece.end > piece.start)
    .map(({ item, ...range }) => ({
      start: start + range.start,
      end: start + range.end,
      page,
      left: tenth(item.x),
      top: tenth(item.top ?? item.y),
      width: tenth(item.width),
      height: tenth(item.height),
    }));
