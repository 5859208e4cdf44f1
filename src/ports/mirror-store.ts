import type { SourceRules } from './file-source.ts';

/** A document as its source last gave it. */
export type MirroredFile = {
  documentId: string;
  path: string;
  /** SHA-256 and length of the bytes that were taken in. */
  hash: string;
  bytes: number;
  /** Null: nobody wrote down how its file was, as after a crash. */
  etag: string | null;
  /** What the source's rules said when they were last applied. */
  rules: SourceRules;
};

/** Where a document is, in its source and among the bases. */
export type MirroredPlace = { path?: string; name?: string; title?: string; baseId?: string };

/**
 * What mirrors remember of their sources, so that a restart reads nothing again. Of one tenant.
 *
 * Laws: what was saved of a document goes with it; a document of a source is listed whether something was saved of it
 * or not; `place` changes the document itself, and gives false when it is gone.
 */
export type MirrorStore = {
  /** What `list` of the source gave last; null before. */
  delta(source: string): Promise<string | null>;
  saveDelta(source: string, delta: string): Promise<void>;
  /** In the order of paths, those after `after`. */
  files(source: string, page: { after: string | null; limit: number }): Promise<MirroredFile[]>;
  save(file: { documentId: string; etag: string; rules: SourceRules }): Promise<void>;
  place(documentId: string, to: MirroredPlace): Promise<boolean>;
};
