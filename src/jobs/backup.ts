import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { link, readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Pack } from 'tar-stream';
import { MANIFEST_NAME, type BackupManifest } from '../domain/backup.ts';
import { Problem } from '../domain/problem.ts';
import { bytesOf } from '../lib/bytes-of.ts';
import { below, fileProblem, isMissing, makePrivateFolder, removeAll } from '../lib/files.ts';

export type BackupSource = {
  /** The data folder. */
  folder: string;
  /** Writes consistent, checked copies of all databases into an empty folder. */
  copyDatabases(target: string, signal: AbortSignal): Promise<void>;
};

const SCRATCH = 'backup';
/** Databases are copied by their own engine, or rebuilt; the rest belongs to one run of the program. */
const passedOver = /\.db(-\w+)?$|^server\.sock|^(incoming|readings)$/;

/** Regular files below a folder, without what is passed over. */
async function* filesBelow(folder: string): AsyncGenerator<string> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (passedOver.test(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else if (entry.isFile()) yield path;
  }
}

const unlessGone = async (work: Promise<void>): Promise<void> => {
  try {
    await work;
  } catch (thrown) {
    if (!isMissing(thrown)) throw thrown;
  }
};

/** Holds on to every file by a second name, so that a deletion during the backup takes nothing away. */
const holdFiles = async (folder: string, held: string, signal: AbortSignal): Promise<void> => {
  for (const name of await readdir(folder)) {
    if (name === SCRATCH || passedOver.test(name)) continue;
    const top = join(folder, name);
    const files = (await stat(top)).isDirectory() ? filesBelow(top) : [top];
    for await (const file of files) {
      signal.throwIfAborted();
      const second = join(held, relative(folder, file));
      await makePrivateFolder(join(second, '..'));
      await unlessGone(
        link(file, second).catch((thrown: unknown) => {
          if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST'))
            throw thrown;
        }),
      );
    }
  }
};

async function* everyFile(folder: string): AsyncGenerator<string> {
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isFile()) yield join(entry.parentPath, entry.name);
  }
}

type Written = BackupManifest['files'][number];

const writeFile = async (
  into: Pack,
  file: { path: string; name: string },
  signal: AbortSignal,
): Promise<Written> => {
  const hash = createHash('sha256');
  const { size } = await stat(file.path);
  const entry = into.entry({ name: file.name, size, mode: 0o600 });
  await pipeline(
    createReadStream(file.path),
    async function* (chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of chunks) {
        hash.update(chunk);
        yield chunk;
      }
    },
    entry,
    { signal },
  );
  return { path: file.name, bytes: size, sha256: hash.digest('hex') };
};

const writeAll = async (into: Pack, roots: readonly string[], signal: AbortSignal) => {
  const files: Written[] = [];
  for (const root of roots) {
    for await (const path of everyFile(root)) {
      files.push(await writeFile(into, { path, name: relative(root, path) }, signal));
    }
  }
  const manifest: BackupManifest = { format: 1, createdAt: Date.now(), files };
  into.entry({ name: MANIFEST_NAME, mode: 0o600 }, JSON.stringify(manifest));
  into.finalize();
};

/**
 * Makes backups of a data folder while it is used: a tar of database copies and all other files, its manifest
 * last. One at a time. Documents that come or go meanwhile are either wholly in it or not: files are held before
 * the databases are copied, and those that came during the copying are added.
 */
export const backupOf = ({ folder, copyDatabases }: BackupSource) => {
  let running = false;
  return async function* backup(signal: AbortSignal): AsyncGenerator<Uint8Array> {
    const { pack } = await import('tar-stream'); // no part of the start
    if (running) throw new Problem('in-progress', 'A backup is being made. Wait until it is done.');
    running = true;
    const scratch = below(folder, [SCRATCH]);
    const [held, databases] = [below(scratch, ['files']), below(scratch, ['databases'])];
    const tar = pack();
    try {
      await removeAll(scratch);
      for (const part of [scratch, held, databases]) await makePrivateFolder(part);
      await holdFiles(folder, held, signal);
      await copyDatabases(databases, signal);
      await holdFiles(folder, held, signal);
      const writing = writeAll(tar, [databases, held], signal);
      writing.catch((thrown: unknown) => tar.destroy(thrown instanceof Error ? thrown : undefined));
      yield* bytesOf(tar);
      await writing;
    } catch (thrown) {
      throw fileProblem(thrown);
    } finally {
      tar.destroy();
      await removeAll(scratch);
      running = false;
    }
  };
};
