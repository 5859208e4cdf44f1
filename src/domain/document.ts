import type { Reader } from './principal.ts';

/**
 * `queued → extracting → indexing → ready`; or it ends, with a reason and the fix, as `partly`
 * (readable in part), `failed`, `needs-ocr`, `needs-password`, or `cancelled` by a person. What was searched before
 * still is, until a new version is whole.
 */
const documentStates = [
  'queued',
  'extracting',
  'indexing',
  'ready',
  'partly',
  'failed',
  'needs-ocr',
  'needs-password',
  'cancelled',
] as const;
export type DocumentState = (typeof documentStates)[number];

/** States in which something is still to be done. */
export const unsettledStates = ['queued', 'extracting', 'indexing'] as const;

export const isSettled = (state: DocumentState): boolean =>
  !unsettledStates.some((unsettled) => unsettled === state);

export type DocumentFormat =
  | 'pdf'
  | 'docx'
  | 'pptx'
  | 'xlsx'
  | 'odt'
  | 'odp'
  | 'ods'
  | 'rtf'
  | 'epub'
  | 'doc'
  | 'xls'
  | 'msg'
  | 'email'
  | 'image'
  | 'html'
  | 'markdown'
  | 'text'
  | 'csv';

/**
 * Something odd in a document, shown beside it: hidden text, a page that could not be read. `range` is where in the
 * text it stands, or stood before it was left out; null where it has no place.
 */
export type DocumentWarning = {
  code: string;
  reason: string;
  range: TextRange | null;
  page?: number;
};

/** Free metadata; the names of the contract (`document_type`, `tags`, `source_url`, …) and own keys. */
export type DocumentMetadata = Record<string, string | number | boolean | string[]>;

/** Where it came from: an upload, a watched folder with the path below it, or the mail it was attached to. */
export type DocumentSource =
  | { kind: 'upload' }
  | { kind: 'folder'; folder: string; path: string }
  | { kind: 'attachment'; documentId: string };

/** One document of a base. Its text and passages belong to `versionId`; a new version replaces them whole. */
export type Document = {
  id: string;
  baseId: string;
  /** The name a person gave it, data only: never part of a path. */
  name: string;
  title: string;
  mediaType: string;
  format: DocumentFormat | null;
  bytes: number;
  /** SHA-256 of the bytes, hex: the key of the original in the document store. */
  hash: string;
  /** The version that is searched, or null until the first one is whole. */
  versionId: string | null;
  language: string | null;
  state: DocumentState;
  /** From `partly` on: why, and what helps. */
  reason: string | null;
  pages: number | null;
  passages: number;
  warnings: DocumentWarning[];
  metadata: DocumentMetadata;
  readers: Reader[];
  source: DocumentSource;
  /** Where it waits for its turn, see `lane.ts`. */
  lane: string;
  createdAt: number;
  updatedAt: number;
};

/** A rectangle on a page in PDF points, origin top left, after crop and rotation; in a picture, in its own points as shown. */
export type Box = { page: number; left: number; top: number; width: number; height: number };

/** A range of a version's text, UTF-16 code units, `[start, end)`. */
export type TextRange = { start: number; end: number };

export type BlockKind =
  | 'heading'
  | 'paragraph'
  | 'list-item'
  | 'table'
  | 'code'
  | 'slide'
  | 'row-group';

/** A piece of the document as its author made it. Blocks are ordered and do not overlap. */
export type Block = TextRange & {
  kind: BlockKind;
  /** Of a heading: 1 is the highest. Of a list item: how deep it lies, 1 when left out. */
  level?: number;
  page?: number;
  /**
   * Where rows of a table begin, as offsets in the version's text: a passage is never cut inside a row.
   * The first row is the header when `header` is true.
   */
  rows?: number[];
  header?: boolean;
};

/** A word or line with its place on a page, for highlighting. */
export type PlacedText = TextRange & Box;

/** What an extractor makes of bytes. The text is stored once and never changed: ranges point into it. */
export type ExtractedText = {
  text: string;
  blocks: Block[];
  /** Number of pages, null where the format has none. */
  pages: number | null;
  title: string | null;
  language: string | null;
  /** Lines or words with boxes, where the format has them, as `packPlaced` gives them. */
  placed: Float64Array;
  warnings: DocumentWarning[];
  metadata: DocumentMetadata;
  /** False when only part of the document could be read; a warning says what is missing. */
  whole: boolean;
};
