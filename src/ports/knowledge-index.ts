import type { DocumentMetadata } from '../domain/document.ts';
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
  /** The vector's space. Where another one is served by now, the search is by words only. */
  space?: string;
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

/** What the index knows of a passage's document beside its text. */
export type IndexedDocument = {
  documentId: string;
  versionNumber: number;
  metadata: DocumentMetadata;
  /** Milliseconds since 1970. */
  changedAt: number;
};

/**
 * Vectors of one embedding space in the index. `whole`: every passage has one that can have one; only the space
 * served takes part in searches, and a newer one takes its place when it is whole.
 */
export type VectorSpace = {
  space: string;
  dimensions: number;
  passages: number;
  /** Of so many in the index. */
  total: number;
  whole: boolean;
};

/** So many of its passages are made anew; when it is whole, that is what is searched. */
export type Renewal = { passages: number; total: number; whole: boolean };

/**
 * The searchable passages of one tenant. Rebuildable: the register holds the truth.
 *
 * Laws: `publish` replaces all passages of the document at once, a search sees the old or the new set,
 * never a mixture; it is idempotent, and an older version never replaces a newer one that is there
 * (`versionNumber`); `remove` of what is not there is nothing; a passage whose readers share no token
 * with the request is never returned, nor counted, nor by its facets; a passage without a vector is still found by words;
 * vectors of another length or space than asked for are `invalid-request`, and never compared; what `publish` promised is found by the next `search`,
 * also after a crash.
 */
export type ManagedIndex = {
  kind: 'managed';
  search(request: SearchRequest): Promise<Retrieval>;
  publish(document: IndexedDocument, passages: readonly Passage[]): Promise<void>;
  /** Other metadata or readers for a document, without touching its text. False: it is not there. */
  describe(
    documentId: string,
    change: { metadata: DocumentMetadata; readers: readonly Reader[] },
  ): Promise<boolean>;
  /** Values of these metadata names with how many documents have them, of what the caller may read. */
  facets(request: FacetRequest): Promise<Record<string, { value: string; documents: number }[]>>;
  vectors: VectorIndex;
  remove(documentIds: readonly string[]): Promise<void>;
  /** Which version of each document is in, for repair: `documentId → versionNumber`. */
  contents(): Promise<Map<string, number>>;
  /**
   * There when an older analyser made what is searched: all of it is found, save words that this one reads otherwise.
   * Each call goes on for a moment with making it anew beside, also after a crash; nothing is lost that is written meanwhile.
   */
  renew?(): Promise<Renewal>;
};

export type FacetRequest = Pick<
  SearchRequest,
  'baseIds' | 'readers' | 'documentIds' | 'filter' | 'signal'
> & {
  names: readonly string[];
  /** Documents that are not counted, whatever readers they have here. */
  without?: readonly string[];
};

/**
 * The vectors beside the words. A space is made by the first `add`; a `remove` or `publish` of a document takes its
 * vectors away in every space.
 */
export type VectorIndex = {
  spaces(): Promise<VectorSpace[]>;
  /** The space whose vectors searches use; null: words only. */
  served(): Promise<VectorSpace | null>;
  /** Passages that have no vector in this space yet, in the order of the index; with their title and headings. */
  missing(space: string, limit: number): Promise<{ id: string; text: string }[]>;
  /** Null marks a passage that can have none: it is not missing any more. Passages that are gone are passed over. */
  add(
    space: { space: string; dimensions: number },
    vectors: readonly { passageId: string; vector: Float32Array | null }[],
  ): Promise<void>;
  /** Serves this space from now on, when it is whole, and drops the others. False: it is not whole. */
  serve(space: string): Promise<boolean>;
  drop(space: string): Promise<void>;
};

/** Somebody else's index, through a column mapping: the passage text is its own provenance. */
export type ReadOnlyIndex = {
  kind: 'read-only';
  search(request: SearchRequest): Promise<Retrieval>;
};

export type KnowledgeIndex = ManagedIndex | ReadOnlyIndex;
