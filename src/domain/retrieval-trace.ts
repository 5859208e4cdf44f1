import type { PassageEvidence, QueryTerm } from './passage.ts';

/** A call to a model on the way to the passages. `odd`: it answered what could not be used. */
export type TracedCall = {
  purpose: 'rewrite' | 'embed' | 'rerank';
  model: string;
  milliseconds: number;
  outcome: 'done' | 'failed' | 'late' | 'odd';
};

/** Why a candidate is not among the sources. `rank`: better ones filled the list; `model`: a model put it lower. */
type LeftOut = 'rank' | 'model';

/** A passage that came up, best first. Its text is in the version, `[start, end)`. */
export type TracedCandidate = {
  passageId: string;
  documentId: string;
  versionId: string;
  title: string;
  headings: string[];
  page: number | null;
  place?: string | undefined;
  start: number;
  end: number;
  /** Its beginning. */
  excerpt: string;
  score: number;
  /** N among the sources of the answer; null: it was left out. */
  number: number | null;
  leftOut: LeftOut | null;
  /** Null when the index does not say. */
  evidence: PassageEvidence | null;
};

/** How an answer came to its passages: kept with the message, for whoever asks why. */
export type RetrievalTrace = {
  /** As it was typed, and as it was searched. */
  asked: string;
  searched: string;
  rewrittenBy: 'rules' | 'model' | null;
  language: string;
  terms: QueryTerm[];
  /** The space whose vectors took part; null: words only. */
  space: string | null;
  filter: Record<string, readonly string[]>;
  /** 0 to 1: share of the question that the best passage carries. */
  evidence: number | null;
  passagesInScope: number;
  candidates: TracedCandidate[];
  calls: TracedCall[];
  /** Found again among results of the last minutes; and so was the answer itself. */
  remembered: boolean;
  answerRemembered: boolean;
};

/** What is known before anything was done. */
export const traceOf = (asked: string): RetrievalTrace => ({
  asked,
  searched: asked,
  rewrittenBy: null,
  language: 'en',
  terms: [],
  space: null,
  filter: {},
  evidence: null,
  passagesInScope: 0,
  candidates: [],
  calls: [],
  remembered: false,
  answerRemembered: false,
});
