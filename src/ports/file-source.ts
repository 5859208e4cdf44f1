import type { DocumentMetadata } from '../domain/document.ts';
import type { Reader } from '../domain/principal.ts';

/** A file of a source. `etag` changes whenever its bytes may have changed. */
export type SourceFile = { path: string; etag: string; bytes: number };

/** What a source's own rules say of a file (`docent.rules.json`); null where they say nothing. */
export type SourceRules = {
  metadata: DocumentMetadata;
  readers: Reader[] | null;
  /** Name of the knowledge base. */
  base: string | null;
};

export type SourceChange =
  | { kind: 'file'; file: SourceFile; rules: SourceRules }
  | { kind: 'gone'; path: string };

export type SourceProblem = { path: string; reason: string };

export type SourceListing = {
  changes: SourceChange[];
  /** Give it to the next `list` to learn only what changed since. */
  delta: string;
  problems: SourceProblem[];
};

/**
 * Files somewhere else that documents are made of: a watched folder, later drives and blob containers.
 *
 * Laws: without a delta, or with one it does not know, `list` gives every file; `gone` is said only of what is surely
 * gone: a place that cannot be read takes nothing away and is a problem; `read` throws `conflict` when the file
 * is no longer the one of that etag, also when it changes half way, and `not-found` when it is gone; paths are data,
 * relative, with `/`; nothing outside the source is ever read, through links neither.
 */
export type FileSource = {
  /** Where it is, for people and as the key of its documents. */
  name: string;
  list(request: { delta: string | null; signal: AbortSignal }): Promise<SourceListing>;
  read(file: SourceFile, signal: AbortSignal): AsyncIterable<Uint8Array>;
  /** Resolves when something may have changed, or after `longestMs`. */
  changed(longestMs: number, signal: AbortSignal): Promise<void>;
};
