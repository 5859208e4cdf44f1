import { readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  below,
  fileProblem,
  fileSize,
  makePrivateFolder,
  moveInto,
  namesIn,
  removeAll,
} from '../../lib/files.ts';
import { newId } from '../../lib/ids.ts';
import type { DocumentStore } from '../../ports/document-store.ts';

const MOST_BYTES = 1_000_000_000;
const DIGITS = 8;

const nameOf = (number: number): string => String(number).padStart(DIGITS, '0');

/** Pieces of one reading as numbered files; a crash leaves whole ones only. */
export const checkpointFiles = (
  folder: string,
  incoming: string,
  mostBytes = MOST_BYTES,
): ReturnType<DocumentStore['checkpoints']> => {
  const pieces = async (): Promise<string[]> => (await namesIn(folder)).toSorted();
  let kept: { pieces: number; bytes: number; full: boolean } | null = null;

  const count = async () => {
    await makePrivateFolder(folder);
    const names = await pieces();
    const sizes = await Promise.all(names.map((name) => fileSize(below(folder, [name]))));
    const bytes = sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
    return { pieces: names.length, bytes, full: false };
  };
  const write = async (piece: Uint8Array, name: string): Promise<void> => {
    const temporary = below(incoming, [newId('piece')]);
    try {
      await writeFile(temporary, piece, { flag: 'wx', mode: 0o600, flush: true });
      await moveInto(temporary, below(folder, [name]));
    } catch (thrown) {
      throw fileProblem(thrown);
    } finally {
      await removeAll(temporary).catch(() => undefined); // the next opening empties the folder
    }
  };
  return {
    async *load() {
      for (const name of await pieces()) yield await readFile(below(folder, [name]));
    },
    async save(piece) {
      kept ??= await count();
      kept.full ||= kept.bytes + piece.byteLength > mostBytes;
      if (kept.full) return;
      await write(piece, nameOf(kept.pieces));
      kept.pieces += 1;
      kept.bytes += piece.byteLength;
    },
    async remove() {
      kept = null;
      await removeAll(dirname(folder)); // with those of other extractor versions
    },
  };
};
