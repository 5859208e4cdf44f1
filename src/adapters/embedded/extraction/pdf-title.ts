import type { Block, ExtractedText } from '../../../domain/document.ts';
import { unpackPlaced } from '../../../domain/placed-text.ts';
import { median } from './pdf-items.ts';

const NUMBERS = 7;
/** Enough to know the usual print. */
const LINES_LOOKED_AT = 2000;
const LARGE = 1.3;
/** A second line of a title is of the same print, or smaller, but then far larger than text: authors are not. */
const SAME = 0.95;
const SMALLER = 0.6;
const HUGE = 1.8;
const LONGEST = 150;

type Print = { block: Block; height: number };

/**
 * The first heading of the first page, or large print at its beginning, with the large print right behind it: a title
 * goes on over lines, and on a cover it stands in several sizes. What programs write into a file's description is
 * mostly the name of another file.
 */
export const titleOf = ({
  text,
  blocks,
  placed,
}: Pick<ExtractedText, 'text' | 'blocks' | 'placed'>): string | null => {
  const lines = unpackPlaced(placed.subarray(0, LINES_LOOKED_AT * NUMBERS));
  const usual = median(lines.map(({ height }) => height));
  const prints: Print[] = blocks
    .slice(0, blocks.findIndex(({ page }) => page !== 1) >>> 0)
    .map((block) => {
      const own = lines.filter(({ start, end }) => start >= block.start && end <= block.end);
      // Raised signs make a line higher than its letters are.
      return { block, height: Math.min(...own.map(({ height }) => height)) };
    });
  const heading = prints.findIndex(({ block }) => block.kind === 'heading' && block.level === 1);
  const [first, ...others] = prints.slice(Math.max(0, heading));
  if (!first || (heading === -1 && !(isShort(first, text) && first.height >= usual * LARGE)))
    return null;
  const least = Math.min(first.height * SAME, Math.max(usual * HUGE, first.height * SMALLER));
  const end = others.findIndex(({ block, height }) => height < least || block.kind === 'table');
  const behind = others.slice(0, end === -1 ? others.length : end);
  let title = wordsOf(first, text);
  for (const line of behind) {
    const longer = `${title} ${wordsOf(line, text)}`;
    if (longer.length > LONGEST) break;
    title = longer;
  }
  return title;
};

const wordsOf = ({ block }: Print, text: string): string =>
  text.slice(block.start, block.end).replaceAll(/\s+/gu, ' ').trim();

const isShort = (print: Print, text: string): boolean => wordsOf(print, text).length <= LONGEST;
