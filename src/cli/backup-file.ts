import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { extract } from 'tar-stream';
import { z } from 'zod';
import { MANIFEST_NAME, type BackupManifest } from '../domain/backup.ts';
import { Problem } from '../domain/problem.ts';
import { bytesOf } from '../lib/bytes-of.ts';
import { makePrivateFolder } from '../lib/files.ts';

const backupManifest: z.ZodType<BackupManifest> = z.object({
  format: z.literal(1),
  createdAt: z.number().int(),
  files: z.array(z.object({ path: z.string(), bytes: z.number().int(), sha256: z.string() })),
});

/** Ids, hashes and fixed words, as the program makes them: nothing that leads out of the folder. */
const ourPath = /^[A-Za-z0-9_-]+(\/[A-Za-z0-9_-]+)*(\.[a-z]+)?$/;
const MANIFEST_LIMIT = 256 * 1024 * 1024;

const damaged = (detail: string, cause?: unknown) =>
  new Problem('invalid-request', `This is not a whole backup: ${detail}`, { cause });

type File = BackupManifest['files'][number];

/** Reads a file's bytes on, hashing and counting; they go to `target` unless it is null. */
const readEntry = async (
  entry: AsyncIterable<unknown>,
  path: string,
  { target, signal }: { target: string | null; signal: AbortSignal },
): Promise<File> => {
  const hash = createHash('sha256');
  let bytes = 0;
  const metered = async function* () {
    for await (const chunk of bytesOf(entry)) {
      hash.update(chunk);
      bytes += chunk.byteLength;
      yield chunk;
    }
  };
  if (target === null) for await (const _ of metered()) signal.throwIfAborted();
  else {
    await makePrivateFolder(dirname(target));
    const file = createWriteStream(target, { flags: 'wx', mode: 0o600, flush: true });
    await pipeline(metered, file, { signal });
  }
  return { path, bytes, sha256: hash.digest('hex') };
};

const readManifest = async (entry: AsyncIterable<unknown>, size: number) => {
  if (size > MANIFEST_LIMIT) throw damaged('its list of files is too long.');
  const chunks = await Array.fromAsync(bytesOf(entry));
  return backupManifest.parse(JSON.parse(Buffer.concat(chunks).toString('utf8')));
};

const compare = (found: readonly File[], manifest: BackupManifest | null): BackupManifest => {
  if (!manifest) throw damaged('it ends too early.');
  const byPath = new Map(found.map((file) => [file.path, file]));
  for (const { path, bytes, sha256 } of manifest.files) {
    const file = byPath.get(path);
    if (!file) throw damaged(`${path} is missing.`);
    if (file.bytes !== bytes || file.sha256 !== sha256) throw damaged(`${path} was changed.`);
  }
  if (byPath.size !== manifest.files.length) throw damaged('it holds files that it does not list.');
  return manifest;
};

const readArchive = async (
  path: string,
  { into, signal }: { into: string | null; signal: AbortSignal },
): Promise<BackupManifest> => {
  const archive = extract();
  const reading = pipeline(createReadStream(path), archive, { signal });
  reading.catch(() => undefined); // the loop meets the same failure first
  const found: File[] = [];
  let manifest: BackupManifest | null = null;
  for await (const entry of archive) {
    const { name, size, type } = entry.header;
    if (name === MANIFEST_NAME) manifest = await readManifest(entry, size);
    else if (type !== 'file' || !ourPath.test(name)) throw damaged('it holds a strange file.');
    else {
      const target = into === null ? null : join(into, name);
      found.push(await readEntry(entry, name, { target, signal }));
    }
  }
  await reading;
  return compare(found, manifest);
};

/**
 * Reads a backup from its first byte to its last and compares everything with its manifest; the files go to the
 * new folder `into`, or nowhere. Anything that is not as it was written is a Problem.
 */
export const readBackup = async (
  path: string,
  options: { into: string | null; signal: AbortSignal },
): Promise<BackupManifest> => {
  try {
    return await readArchive(path, options);
  } catch (thrown) {
    options.signal.throwIfAborted();
    // What the system says of files stands; a stream that ended too early says so in many ways.
    const ofSystem = thrown instanceof Error && 'syscall' in thrown;
    if (thrown instanceof Problem || ofSystem) throw thrown;
    throw damaged('it cannot be read.', thrown);
  }
};
