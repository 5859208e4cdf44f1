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
  /** `rules` null: they cannot be read now. What is known stays as it was described, what is new waits. */
  { kind: 'file'; file: SourceFile; rules: SourceRules | null } | { kind: 'gone'; path: string };

/**
 * A file or folder that documents are not made of, and why; `path` '' is the source itself. `rules`, where they are
 * known, say who may hear of it.
 */
export type SourceProblem = { path: string; reason: string; rules?: SourceRules | null };

export type SourceListing = {
  /** True: `changes` names every file. What it does not name is gone, unless it lies at or below one of `unseen`. */
  whole: boolean;
  changes: SourceChange[];
  /** Places that could not be looked into; '' is the source itself. */
  unseen: string[];
  /** Give it to the next `list` to learn only what changed since. */
  delta: string;
  /** How many files there are to make documents of. */
  files: number;
  /** What somebody should see to. */
  problems: SourceProblem[];
  /** What is left out on purpose. */
  leftOut: SourceProblem[];
};

/**
 * Files somewhere else that documents are made of: a watched folder, later drives and blob containers.
 *
 * Laws: without a delta, or with one it does not know, `list` gives every file; `gone` is said only of what is surely
 * gone: a place that cannot be read, or whose disk may be missing, takes nothing away and is a problem; a file that is
 * being written is not told of until it rests; `read` throws `conflict` when the file is no longer the one of that
 * etag, also when it changes half way, and `not-found` when it is gone; paths are data, relative, with `/`; nothing
 * outside the source is ever read, through links neither; what is not a file is never opened.
 */
export type FileSource = {
  /** Where it is, for people and as the key of its documents. */
  name: string;
  list(request: { delta: string | null; signal: AbortSignal }): Promise<SourceListing>;
  read(file: SourceFile, signal: AbortSignal): AsyncIterable<Uint8Array>;
  /** Resolves when something may have changed, or after `longestMs`. */
  changed(longestMs: number, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
};
