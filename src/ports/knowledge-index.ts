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
  limit: number;
  signal: AbortSignal;
};

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
