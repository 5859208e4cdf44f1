import type { FoundPassage } from '../../../domain/passage.ts';
import { sentenceRanges, type Span } from '../../../lib/language/sentences.ts';

/** `label`: a line of its own that is no sentence, as a heading is that stands in the text. */
export type PartKind = 'sentence' | 'row' | 'header' | 'label';
/**
 * A piece of a passage that may be quoted; `header` is the place of the first row of its table. A list is a table of one
 * column, and what announces it ("We pay:") its first row.
 */
export type Part = Span & { text: string; kind: PartKind; header: number | null };

const CELLS = / \| |^\|.*\|$/u;
const SENTENCE_END = /[.!?:;,…。！？]["'”’“»)\]*_]*$/u;
const LIST_MARK = /^\s*(?:[-*+•◦▪‣–]|\(?[a-zA-Z\d]{1,3}[.)])\s*$/u;
const LABEL_CHARACTERS = 90;

/** The pieces of a passage in order, each with what it is. */
export const partsOf = ({ text, headings }: Pick<FoundPassage, 'text' | 'headings'>): Part[] => {
  const ranges = sentenceRanges(text);
  // A table that began in the passage before: its columns are named above.
  const goesOn = CELLS.test(headings.at(-1) ?? '');
  const parts: Part[] = [];
  for (const [index, range] of ranges.entries()) {
    const words = text.slice(range.start, range.end);
    const last = parts.at(-1);
    const sameTable =
      last && isRow(last.kind) && !text.slice(last.end, range.start).includes('\n\n');
    const announcing = isItem(text, range.start) ? announcedBy(parts) : null;
    if (announcing !== null) parts.push({ ...range, text: words, kind: 'row', header: announcing });
    else if (!CELLS.test(words)) {
      const kind = isLabel(text, range) ? 'label' : 'sentence';
      parts.push({ ...range, text: words, kind, header: null });
    } else if (sameTable || (goesOn && index === 0)) {
      parts.push({ ...range, text: words, kind: 'row', header: headerOf(last, parts.length - 1) });
    } else parts.push({ ...range, text: words, kind: 'header', header: null });
  }
  return parts;
};

const isRow = (kind: PartKind): boolean => kind === 'row' || kind === 'header';

const headerOf = (before: Part | undefined, place: number): number | null =>
  before?.kind === 'header' ? place : (before?.header ?? null);

/** Behind the mark of a list. */
const isItem = (text: string, start: number): boolean =>
  LIST_MARK.test(text.slice(text.lastIndexOf('\n', start - 1) + 1, start));

/** The place of what announces the list that goes on behind these. */
const announcedBy = (parts: readonly Part[]): number | null => {
  const last = parts.at(-1);
  if (!last) return null;
  if (last.text.endsWith(':') && last.kind !== 'row') return parts.length - 1;
  const announcing = last.header === null ? undefined : parts[last.header];
  return announcing?.text.endsWith(':') ? last.header : null;
};

const isLabel = (text: string, { start, end }: Span): boolean =>
  end - start <= LABEL_CHARACTERS &&
  !SENTENCE_END.test(text.slice(start, end)) &&
  /(?:^|\n\s*\n)$/u.test(text.slice(0, start)) &&
  /^\s*\n\s*\n/u.test(text.slice(end));
