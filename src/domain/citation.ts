/**
 * Where a claim of the answer is supported. `offset` is the place in the canonical answer after which
 * the mark stands; `passageNumber` is N, the 1-based place in `passages-found`.
 *
 * - `placed`: the range `[start, end)` of the document version holds `quote`, verbatim.
 * - `passage`: no sentence of the passage supports the claim well enough; the range is the whole passage.
 * - `external`: comes from a system that retrieves for itself; not verified, nothing to stand on.
 */
export type Citation = PlacedCitation | ExternalCitation;

export type PlacedCitation = {
  kind: 'placed' | 'passage';
  id: string;
  offset: number;
  passageNumber: number;
  passageId: string;
  documentId: string;
  versionId: string;
  title: string;
  headings: string[];
  page: number | null;
  place?: string | undefined;
  start: number;
  end: number;
  quote: string;
};

export type ExternalCitation = {
  kind: 'external';
  id: string;
  offset: number;
  title: string;
  url: string | null;
  quote: string;
};
