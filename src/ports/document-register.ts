import type {
  Block,
  Document,
  DocumentState,
  DocumentWarning,
  ExtractedText,
  PlacedText,
  TextRange,
} from '../domain/document.ts';
import type { KnowledgeBase } from '../domain/knowledge-base.ts';
import type { Passage } from '../domain/passage.ts';
import type { Reader } from '../domain/principal.ts';
import type { PageOf } from './conversation-store.ts';
import type { Job } from './job-queue.ts';
import type { MetadataFilter } from './knowledge-index.ts';

/** The newest first; by name, A before b; what changed last first. */
export type DocumentOrder = 'newest' | 'name' | 'changed';

export type DocumentQuery = {
  /** Bases to list; empty lists nothing. */
  baseIds: readonly string[];
  state?: DocumentState;
  /** Only what came with this mail. */
  attachedTo?: string;
  /** Each of these words is in the name or the title; case and accents aside. */
  words?: string;
  /** One of the values, compared as text, for every name. */
  filter?: MetadataFilter;
  /** Only what one of these may read; left out: all. */
  readers?: readonly Reader[];
  /** Left out: `newest`. A cursor goes on in the order it came from. */
  order?: DocumentOrder;
  limit: number;
  cursor?: string;
};

/** What a finished or failed ingestion says of a document. */
export type DocumentChange = Partial<
  Pick<
    Document,
    | 'state'
    | 'reason'
    | 'title'
    | 'mediaType'
    | 'format'
    | 'language'
    | 'pages'
    | 'metadata'
    | 'readers'
    | 'hash'
    | 'bytes'
    | 'name'
  >
> & { warnings?: DocumentWarning[] };

/** What is known of a version's document; of a deleted one as it was last. */
export type VersionDocument = Pick<Document, 'id' | 'title' | 'mediaType' | 'language' | 'readers'>;

export type VersionOwner = {
  document: VersionDocument;
  /** Of the document's base; of a deleted document as they were then. */
  baseReaders: Reader[];
  /** Whether it is the version that is searched. */
  current: boolean;
  deleted: boolean;
};

/** A claim: what its holder writes takes effect only while it holds the job. */
export type Claim = Pick<Job, 'id' | 'fence'>;

export type LaneCount = Pick<Document, 'lane' | 'state' | 'readers'> & {
  documents: number;
  bytes: number;
};

export type CurrentVersion = {
  documentId: string;
  versionId: string;
  versionNumber: number;
  hash: string;
};

export type VersionText = { text: string; blocks: Block[]; placed: PlacedText[] };

/**
 * Bases, documents, versions and their texts of one tenant; the truth. It knows no rights: callers check.
 *
 * Laws: `add`, `replaceBytes` and `requeue` write the row and its `ingest-document` job in one transaction; a document
 * has one such job at most: an earlier one, also a running one, is called off. `cancel` calls it off too.
 * What came with a mail has the readers of the mail: from `add` on, and changed in one transaction with them.
 * `advance`, `settle` and `saveVersion` with a claim that was lost change nothing. The version that is current stays
 * so until another one is saved, whatever state the document is in.
 * `saveVersion` stores text, blocks and passages in one transaction and makes the version current; a text is
 * never changed afterwards. An extraction is kept by (hash, extractor version), so equal bytes are extracted
 * once; it goes with the last version that has it when no document has those bytes. `delete` removes the document
 * and its passages: its versions are old then, and keep what was last known of it. Old texts live until
 * `dropVersions`; only the caller knows which of them are cited.
 */
export type DocumentRegister = {
  bases(): Promise<KnowledgeBase[]>;
  base(id: string): Promise<KnowledgeBase | null>;
  addBase(base: KnowledgeBase): Promise<void>;
  /**
   * Documents that had the old readers have the new ones in the same transaction, which comes with a `spread-readers`
   * job for the index.
   */
  updateBase(
    id: string,
    change: Partial<
      Pick<KnowledgeBase, 'name' | 'description' | 'readers' | 'prompt' | 'questions'>
    >,
  ): Promise<boolean>;
  /** Throws `conflict` while the base holds documents. */
  deleteBase(id: string): Promise<boolean>;
  /**
   * Numbers that rise with every change of a base's documents, their metadata or readers, and again when the job that
   * brings those to the index is done, or the index is whole, or has other vectors; an unknown base has 0.
   */
  baseVersions(baseIds: readonly string[]): Promise<number[]>;
  /** How many documents the bases hold, one row for every list of readers that documents of a base have. */
  countDocuments(): Promise<{ baseId: string; readers: Reader[]; documents: number }[]>;

  /** `of-base`: with the readers that its base has at this moment. */
  add(document: Document, readers?: 'of-base'): Promise<void>;
  document(id: string): Promise<Document | null>;
  documents(query: DocumentQuery): Promise<PageOf<Document>>;
  /** How many documents all pages of this query have together. */
  countFound(query: DocumentQuery): Promise<number>;
  /** The document that came from this path of this folder. */
  fromFolder(folder: string): Promise<Document[]>;
  update(id: string, change: DocumentChange): Promise<boolean>;
  /** New bytes for a document: back to `queued`, the old version is searched until the new one is whole. */
  replaceBytes(id: string, bytes: { hash: string; bytes: number }): Promise<boolean>;
  /** Queues it again, with the bytes it has. */
  requeue(id: string): Promise<boolean>;
  /** Ends a reading that waits or runs. False: it had ended. */
  cancel(id: string, reason: string): Promise<boolean>;
  /** What the job that reads a document says of it. False: the claim is lost, or the document gone. */
  advance(id: string, claim: Claim, change: DocumentChange): Promise<boolean>;
  /** The same, and the job is done with it. */
  settle(id: string, claim: Claim, change: DocumentChange): Promise<boolean>;
  /** Other metadata or readers, with a `describe-document` job that brings them to the index, should nobody else. */
  describe(id: string, change: Pick<DocumentChange, 'metadata' | 'readers'>): Promise<boolean>;
  /** Documents whose description the index may not have yet, with what came with them: a job will bring it. */
  undescribed(): Promise<Pick<Document, 'id' | 'readers'>[]>;
  delete(id: string): Promise<boolean>;
  /** What came with this mail. */
  attachmentsOf(id: string): Promise<Document[]>;
  /** Documents and their bytes by lane, state and readers. */
  laneCounts(): Promise<LaneCount[]>;
  /** How many documents have these bytes. */
  countWithHash(hash: string): Promise<number>;
  /** Which of these bytes documents have. */
  knownHashes(hashes: readonly string[]): Promise<string[]>;

  extraction(hash: string, extractor: string): Promise<ExtractedText | null>;
  /** Which extractor versions have a text of these bytes. */
  extractorsOf(hash: string): Promise<string[]>;
  /** Returns the version's number: rises with every version of the document. */
  saveVersion(version: {
    id: string;
    documentId: string;
    hash: string;
    extractor: string;
    extracted: ExtractedText;
    passages: readonly Passage[];
    /** With a claim that is lost it throws `conflict`. */
    claim?: Claim;
  }): Promise<number>;
  /** Which version of each document, or of this one, is searched, and of which bytes it is. */
  currentVersions(documentId?: string): Promise<CurrentVersion[]>;
  passages(documentId: string): Promise<Passage[]>;
  /** A version's text with all its ranges; null when it is gone. */
  text(versionId: string): Promise<VersionText | null>;
  /** Places of a range on its pages. */
  placed(versionId: string, range: TextRange): Promise<PlacedText[]>;
  /** The documents these versions belong to, also after either was replaced or deleted. What is gone is left out. */
  versionOwners(versionIds: readonly string[]): Promise<Map<string, VersionOwner>>;
  /**
   * Versions that were replaced or whose document was deleted; of one document, oldest first, or of all;
   * `before` leaves out those that were current then, in milliseconds since 1970, or later.
   */
  oldVersions(of?: { documentId?: string; before?: number }): Promise<string[]>;
  /** Removes old versions with their texts. One that is current stays. */
  dropVersions(versionIds: readonly string[]): Promise<void>;
};
