import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { Problem } from '../../domain/problem.ts';
import {
  below,
  fileProblem,
  fileSize,
  isMissing,
  makeDurable,
  makePrivateFolder,
  moveInto,
  namesIn,
  removeAll,
  writtenAt,
} from '../../lib/files.ts';
import { newId, sha256 } from '../../lib/ids.ts';
import type { DocumentStore } from '../../ports/document-store.ts';
import { checkpointFiles } from './checkpoint-files.ts';

const sha256Hex = /^[0-9a-f]{64}$/;
const isShelf = /^[0-9a-f]{2}$/;

const unknownBytes = (cause?: unknown) =>
  new Problem('not-found', 'The original file of this document is not there.', { cause });

/** Passes the bytes on, hashing and counting them. */
const meter = (maxBytes: number) => {
  const hash = createHash('sha256');
  let bytes = 0;
  return {
    async *pass(chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of chunks) {
        bytes += chunk.byteLength;
        if (bytes > maxBytes)
          throw new Problem('too-large', `The file is larger than the ${maxBytes} bytes allowed.`);
        hash.update(chunk);
        yield chunk;
      }
    },
    result: () => ({ hash: hash.digest('hex'), bytes }),
  };
};

/** The first of a process in this folder, which nobody is writing to yet: removes what a crash left behind. */
export const openDocumentFiles = async (folder: string): Promise<DocumentStore> => {
  const incoming = below(folder, ['incoming']);
  await removeAll(incoming);
  await makePrivateFolder(incoming);
  return documentFiles(folder);
};

/**
 * Originals as files: `folder/ab/<hash>`; checkpoints of their readings below `folder/readings/<hash>`. What is being
 * written lies in `folder/incoming`.
 */
export const documentFiles = (folder: string): DocumentStore => {
  const incoming = below(folder, ['incoming']);
  const readings = below(folder, ['readings']);

  const pathOf = (hash: string): string => {
    if (!sha256Hex.test(hash)) throw unknownBytes();
    return below(folder, [hash.slice(0, 2), hash]);
  };

  const settle = async (temporary: string, hash: string): Promise<void> => {
    const path = pathOf(hash);
    if ((await fileSize(path)) !== null) return;
    const shelf = below(folder, [hash.slice(0, 2)]);
    await makePrivateFolder(shelf);
    await makeDurable(folder);
    await moveInto(temporary, path);
  };

  return {
    async put(bytes, { maxBytes, signal }) {
      const temporary = below(incoming, [newId('put')]);
      const metered = meter(maxBytes);
      try {
        signal.throwIfAborted();
        const file = createWriteStream(temporary, { flags: 'wx', mode: 0o600, flush: true });
        await pipeline(bytes, (chunks) => metered.pass(chunks), file, { signal });
        const result = metered.result();
        await settle(temporary, result.hash);
        return result;
      } catch (thrown) {
        if (signal.aborted) throw signal.reason;
        throw fileProblem(thrown);
      } finally {
        // What cannot be removed now is no news beside what went wrong: the next opening empties the folder.
        await removeAll(temporary).catch(() => undefined);
      }
    },
    async *read(hash, range) {
      const path = pathOf(hash);
      if (range && range.start >= range.end) return;
      try {
        yield* createReadStream(path, range ? { start: range.start, end: range.end - 1 } : {});
      } catch (thrown) {
        throw isMissing(thrown) ? unknownBytes(thrown) : fileProblem(thrown);
      }
    },
    async size(hash) {
      return sha256Hex.test(hash) ? fileSize(pathOf(hash)) : null;
    },
    async delete(hash) {
      if (!sha256Hex.test(hash)) return;
      await removeAll(pathOf(hash));
      await removeAll(below(readings, [hash]));
    },
    async *hashes() {
      for (const shelf of await namesIn(folder))
        if (isShelf.test(shelf) || shelf === 'readings')
          for (const name of await namesIn(below(folder, [shelf])))
            if (sha256Hex.test(name)) yield name;
    },
    async keptAt(hash) {
      return sha256Hex.test(hash) ? writtenAt(pathOf(hash)) : null;
    },
    async localPath(hash) {
      const path = pathOf(hash);
      if ((await fileSize(path)) === null) throw unknownBytes();
      return path;
    },
    checkpoints: (hash, extractor) => {
      if (!sha256Hex.test(hash)) throw unknownBytes();
      return checkpointFiles(below(readings, [hash, sha256(extractor)]), incoming);
    },
  } satisfies DocumentStore;
};
