import type { TextRange } from './document.ts';
import { pieceOf } from './document-format.ts';
import type { Reader } from './principal.ts';

/** What is indexed: blocks joined. Its text is exactly `text.slice(start, end)` of the version. */
export type Passage = TextRange & {
  id: string;
  baseId: string;
  documentId: string;
  versionId: string;
  /** The document's title. */
  title: string;
  /** The headings above it, outermost first. */
  headings: string[];
  /** First page or slide it stands on, 1-based; null where the format has none: a sheet is known by its name. */
  page: number | null;
  language: string;
  text: string;
  readers: Reader[];
};

/** `place`: where it stands, in the words of its document. */
export type PlacedPassage = Passage & { place?: string | undefined };

/** Of what is stored: answers from before places were kept name pages at most. */
export const shownPlace = (
  stored: Pick<PlacedPassage, 'page' | 'headings' | 'place'>,
): string | null => stored.place ?? placeOf(stored, '') ?? null;

/** A passage that a search brought up. Scores order one result list; they mean nothing across lists. */
export type FoundPassage = PlacedPassage & { score: number; why?: PassageEvidence };

/** "Page 3", "Slide 3", "Sheet Prices"; undefined: its document has no such thing. */
export const placeOf = (
  { page, headings }: Pick<Passage, 'page' | 'headings'>,
  mediaType: string,
): string | undefined => {
  const [sheet] = headings;
  const piece = pieceOf(mediaType);
  if (piece === 'sheet') return sheet === undefined ? undefined : `Sheet ${sheet}`;
  return page === null ? undefined : `${piece === 'slide' ? 'Slide' : 'Page'} ${page}`;
};

/** How a passage came to its place; ranks are 1-based, null where that search did not bring it up. */
export type PassageEvidence = {
  wordRank: number | null;
  wordScore: number | null;
  /** Words of the question that stand in it, as the index knows them. */
  words: string[];
  vectorRank: number | null;
  /** Cosine, -1 to 1. */
  similarity: number | null;
  /** What authority and freshness made of it: 1 is nothing. */
  boost: number;
  /** Its place before a model ordered the passages anew; absent without one. */
  fusedRank?: number;
};

/**
 * A word of the question as the index knows it. `weight` is its inverse document frequency;
 * `variants` are the index's own words that stand for it (itself first), with their likeness in (0, 1].
 */
export type QueryTerm = {
  stem: string;
  weight: number;
  variants: { stem: string; likeness: number }[];
};

/** What a search brought up, best first, and how much it is worth. */
export type Retrieval = {
  passages: FoundPassage[];
  /**
   * Share of the question's weight that the best passage carries, 0 to 1, or, where that is more, how far the one most
   * alike stands out from all others; null when the index cannot say.
   * Low evidence in a large base means that the documents do not speak of it.
   */
  evidence: number | null;
  /** How many passages the caller could have been shown. */
  passagesInScope: number;
  /** The space whose vectors took part; absent: words only. */
  space?: string;
  /** Candidates that did not make it into `passages`, best first, a few; only when asked to explain. */
  leftOut?: FoundPassage[];
  /** Empty when the index does not work with words. */
  terms: QueryTerm[];
  /** Language the question was read as. */
  language: string;
};
