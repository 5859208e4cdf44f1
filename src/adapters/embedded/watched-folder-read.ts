import { constants } from 'node:fs';
import { lstat, open, realpath } from 'node:fs/promises';
import { Problem } from '../../domain/problem.ts';
import { fileProblem, isMissing } from '../../lib/files.ts';
import type { SourceFile } from '../../ports/file-source.ts';
import { codeOf, etagOf } from './watched-folder-walk.ts';

const CHUNK = 256 * 1024;
const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;

const changed = (cause?: unknown) =>
  new Problem('conflict', 'The file changed while it was read. It is read again.', { cause });

const problemOf = (thrown: unknown): unknown => {
  if (thrown instanceof Problem) return thrown;
  if (isMissing(thrown)) return new Problem('not-found', 'The file is gone.', { cause: thrown });
  // A link, a pipe or a socket has come in its place.
  if (['ELOOP', 'ENXIO', 'ENOTDIR', 'EISDIR'].includes(codeOf(thrown))) return changed(thrown);
  return fileProblem(thrown);
};

/**
 * The bytes of the very file that was listed. What has come in its place or in that of a folder above it is not read:
 * no link is followed, no pipe waited for, and the file that was opened has to be the one that lies there.
 */
export async function* readListed(
  folder: string,
  { path, etag }: SourceFile,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  try {
    const absolute = `${await realpath(folder)}/${path}`;
    if ((await realpath(absolute)) !== absolute) throw changed();
    await using file = await open(absolute, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    const check = async () => {
      const about = await file.stat();
      const listed = await lstat(absolute);
      if (!about.isFile() || etagOf(about) !== etag || etagOf(listed) !== etag) throw changed();
      if (about.dev !== listed.dev) throw changed();
    };
    await check();
    for (;;) {
      signal.throwIfAborted();
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(CHUNK), 0, CHUNK);
      if (bytesRead === 0) break;
      yield buffer.subarray(0, bytesRead);
    }
    await check();
  } catch (thrown) {
    signal.throwIfAborted();
    throw problemOf(thrown);
  }
}
