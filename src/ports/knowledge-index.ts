import type { Passage, Retrieval } from '../domain/passage.ts';
import type { Reader } from '../domain/principal.ts';

export type SearchRequest = {
  query: string;
  /** Bases to search; empty finds nothing. */
  baseIds: readonly string[];
  /** Tokens the caller answers to; empty finds nothing. Checked inside the query. */
  readers: readonly Reader[];
  /** Restricts to these documents when given. */
  documentIds?: readonly string[];
  /** Restricts to documents whose metadata hold one of the values for every name; compared as text. */
  filter?: MetadataFilter;
  /** The question's vector, in the space that the index serves: then the order is fused from words and vectors. */
  vector?: Float32Array;
  boosts?: Boosts;
  /** Also says how each passage came to its place, and which nearly did. */
  explain?: boolean;
  limit: number;
  signal: AbortSignal;
};

export type MetadataFilter = Readonly<Record<string, readonly string[]>>;

/**
 * How much a document's `authority` (0 to 1, or `official` = 1) and freshness (halved every `halfLifeDays` since the
 * `freshness` date, else since the document changed) lift its passages: a factor of 1 + weight at most. 0 is off.
 */
export type Boosts = { authority: number; freshness: number; halfLifeDays: number };

/**
 * The searchable passages of one tenant. Rebuildable: the register holds the truth.
 *
 * Laws: `publish` replaces all passages of the document at once, a search sees the old or the new set,
 * never a mixture; it is idempotent, and an older version never replaces a newer one that is there
 * (`versionNumber`); `remove` of what is not there is nothing; a passage whose readers share no token
 * with the request is never returned, nor counted; what `publish` promised is found by the next `search`,
 * also after a crash.
 */
export type ManagedIndex = {
  kind: 'managed';
  search(request: SearchRequest): Promise<Retrieval>;
  publish(
    version: { documentId: string; versionNumber: number },
    passages: readonly Passage[],
  ): Promise<void>;
  remove(documentIds: readonly string[]): Promise<void>;
  /** Which version of each document is in, for repair: `documentId → versionNumber`. */
  contents(): Promise<Map<string, number>>;
};

/** Somebody else's index, through a column mapping: the passage text is its own provenance. */
export type ReadOnlyIndex = {
  kind: 'read-only';
  search(request: SearchRequest): Promise<Retrieval>;
};

export type KnowledgeIndex = ManagedIndex | ReadOnlyIndex;
