import type { Checkpoints } from './extractor.ts';

/**
 * The original bytes of one tenant's documents, addressed by their SHA-256 (hex).
 *
 * Laws: `put` streams, is atomic and durable when it resolves; equal bytes are kept once; over `maxBytes` it
 * throws `too-large`, a full disk is `storage-full`, and neither leaves anything behind. `read` of unknown
 * bytes throws `not-found`. Names that people gave never reach it. Checkpoints of a reading are kept by bytes and
 * extractor version, in the order they were saved, until they are removed or the bytes deleted; what would make them
 * larger than a gigabyte is not kept, nor what follows.
 */
export type DocumentStore = {
  put(
    bytes: AsyncIterable<Uint8Array>,
    limits: { maxBytes: number; signal: AbortSignal },
  ): Promise<{ hash: string; bytes: number }>;
  /** The bytes `[start, end)`, whole without a range. */
  read(hash: string, range?: { start: number; end: number }): AsyncIterable<Uint8Array>;
  size(hash: string): Promise<number | null>;
  delete(hash: string): Promise<void>;
  /** Of all bytes that are kept, or of which checkpoints are; some may come twice. */
  hashes(): AsyncIterable<string>;
  /** When these bytes were put first, in milliseconds since 1970; null when they are not there. */
  keptAt(hash: string): Promise<number | null>;
  /** A path that a child process may open for reading. */
  localPath(hash: string): Promise<string>;
  checkpoints(hash: string, extractor: string): Checkpoints & { remove(): Promise<void> };
};
