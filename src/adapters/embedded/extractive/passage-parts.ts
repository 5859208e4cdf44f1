import type { FoundPassage } from '../../../domain/passage.ts';
import { sentenceRanges, type Span } from '../../../lib/language/sentences.ts';

/**
 * `row` of a table, `item` of a list; `label`: a line of its own that is no sentence, as a heading is that stands in the
 * text.
 */
export type PartKind = 'sentence' | 'row' | 'item' | 'header' | 'label';
/**
 * A piece of a passage that may be quoted; `header` is the place of the first row of its table. A list is a table of one
 * column, and what announces it ("We pay:") its first row. `table` is the place where the table or list begins that it
 * is of, if only its own.
 */
export type Part = Span & {
  text: string;
  kind: PartKind;
  header: number | null;
  table: number;
};

const CELLS = / \| |^\|.*\|$/u;
const SENTENCE_END = /[.!?:;,…。！？]["'”’“»)\]*_]*$/u;
const LIST_MARK = /^\s*(?:[-*+•◦▪‣–]|\(?[a-zA-Z\d]{1,3}[.)])\s*$/u;
const FENCE = /^[^\S\n]*(?:```|~~~)/gmu;
const LABEL_CHARACTERS = 90;

/** The pieces of a passage in order, each with what it is. */
export const partsOf = ({ text, headings }: Pick<FoundPassage, 'text' | 'headings'>): Part[] => {
  const parts: Part[] = [];
  // A table that began in the passage before: its columns are named above.
  const goesOn = CELLS.test(headings.at(-1) ?? '');
  for (const range of sentenceRanges(text)) {
    const words = text.slice(range.start, range.end);
    parts.push({ ...range, text: words, ...placeIn(text, { range, words, parts, goesOn }) });
  }
  return parts;
};

type Beginning = { range: Span; words: string; parts: readonly Part[]; goesOn: boolean };

const placeIn = (
  text: string,
  { range, words, parts, goesOn }: Beginning,
): Pick<Part, 'kind' | 'header' | 'table'> => {
  const here = parts.length;
  const last = parts.at(-1);
  const between = text.slice(last?.end ?? 0, range.start);
  if (isItem(text, range.start)) {
    const header = announcedBy(parts);
    const list = last?.kind === 'item' ? last.table : here;
    return { kind: 'item', header, table: header ?? list };
  }
  if (last?.kind === 'item' && !between.includes('\n'))
    return { kind: 'item', header: last.header, table: last.table };
  if (!CELLS.test(words))
    return { kind: isLabel(text, range) ? 'label' : 'sentence', header: null, table: here };
  const inTable = last?.kind === 'row' || last?.kind === 'header';
  if (inTable && !between.includes('\n\n')) {
    const header = last.kind === 'header' ? here - 1 : last.header;
    return { kind: 'row', header, table: last.table };
  }
  const kind = goesOn && here === 0 ? 'row' : 'header';
  return { kind, header: null, table: here };
};

/** Of a table or list, below what names its columns. */
export const isRow = ({ kind }: { kind: PartKind }): boolean => kind === 'row' || kind === 'item';

/** Behind the mark of a list, or a line of code, which says as little without what announces it. */
const isItem = (text: string, start: number): boolean =>
  LIST_MARK.test(text.slice(text.lastIndexOf('\n', start - 1) + 1, start)) ||
  [...text.slice(0, start).matchAll(FENCE)].length % 2 === 1;

/** The place of what announces the list that goes on behind these. */
const announcedBy = (parts: readonly Part[]): number | null => {
  const last = parts.at(-1);
  if (!last) return null;
  if (last.text.endsWith(':') && !isRow(last)) return parts.length - 1;
  const announcing = last.header === null ? undefined : parts[last.header];
  return announcing?.text.endsWith(':') ? last.header : null;
};

const isLabel = (text: string, { start, end }: Span): boolean =>
  end - start <= LABEL_CHARACTERS &&
  !SENTENCE_END.test(text.slice(start, end)) &&
  /(?:^|\n\s*\n)$/u.test(text.slice(0, start)) &&
  /^\s*\n\s*\n/u.test(text.slice(end));
