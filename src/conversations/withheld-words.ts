import type { Citation } from '../domain/citation.ts';
import type { SourcePassage } from '../domain/message.ts';

/** Stands where words of a document stood. */
const WITHHELD = '[…]';

/** How the extractive answerer begins a quotation. */
const QUOTATION = '\n\n> ';

type Answer = {
  text: string;
  citations: readonly Citation[];
  sources: readonly SourcePassage[];
};
type Range = { start: number; end: number };

/**
 * An answer that quotes holds the document's own words: those right before the citation of what may not be read any
 * more are taken out, and the offsets of all citations moved along. What a model wrote in its own words stays.
 */
export const withoutWords = (
  { text, citations, sources }: Answer,
  isReadable: (versionId: string) => boolean,
): { text: string; citations: Citation[] } => {
  const withheld = citations.filter(
    (citation) => citation.kind !== 'external' && !isReadable(citation.versionId),
  );
  const hidden = sources.filter(({ versionId }) => !isReadable(versionId));
  const ranges = joined([
    ...withheld.flatMap((citation) => quotedBefore(text, citation)),
    ...brokenOff(text, citations, hidden),
  ]);
  if (ranges.length === 0) return { text, citations: [...citations] };
  const moved = (offset: number): number =>
    ranges.reduce((at, { start, end }) => at + shiftOf(offset, { start, end }), offset);
  return {
    text: ranges.toReversed().reduce(takenOut, text),
    citations: citations.map((citation) => ({ ...citation, offset: moved(citation.offset) })),
  };
};

const quotedBefore = (text: string, { offset, quote }: Citation): Range[] => {
  const start = offset - quote.length;
  return quote !== '' && start >= 0 && text.slice(start, offset) === quote
    ? [{ start, end: offset }]
    : [];
};

/** A stopped answer may end in a quotation whose citation did not come any more. */
const brokenOff = (
  text: string,
  citations: readonly Citation[],
  hidden: readonly SourcePassage[],
): Range[] => {
  const last = Math.max(0, ...citations.map(({ offset }) => offset));
  const at = text.indexOf(QUOTATION, last);
  if (at === -1) return [];
  const start = at + QUOTATION.length;
  const words = text.slice(start);
  return words !== '' && hidden.some((source) => source.text.includes(words))
    ? [{ start, end: text.length }]
    : [];
};

const joined = (ranges: readonly Range[]): Range[] => {
  const apart: Range[] = [];
  for (const range of ranges.toSorted((one, other) => one.start - other.start)) {
    const before = apart.at(-1);
    if (before && range.start < before.end) before.end = Math.max(before.end, range.end);
    else apart.push({ ...range });
  }
  return apart;
};

const takenOut = (text: string, { start, end }: Range): string =>
  text.slice(0, start) + WITHHELD + text.slice(end);

/** How far a place moves: one inside what is taken out goes to its end. */
const shiftOf = (offset: number, { start, end }: Range): number =>
  offset <= start ? 0 : start + WITHHELD.length - Math.min(offset, end);
