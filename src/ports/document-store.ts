/**
 * The original bytes of one tenant's documents, addressed by their SHA-256 (hex).
 *
 * Laws: `put` streams, is atomic and durable when it resolves; equal bytes are kept once; over `maxBytes` it
 * throws `too-large`, a full disk is `storage-full`, and neither leaves anything behind. `read` of unknown
 * bytes throws `not-found`. Names that people gave never reach it.
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
  /** A path that a child process may open for reading. */
  localPath(hash: string): Promise<string>;
};
