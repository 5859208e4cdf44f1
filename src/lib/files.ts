import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Problem } from '../domain/problem.ts';

const segment = /^[A-Za-z0-9_-]+$/;
const known = /^(\.[a-z]+(-[a-z]+)?)?$/;

/**
 * A path below `folder`, built from ids, hashes and fixed words of ours only: anything else throws, so no
 * name that a person gave can reach the disk.
 *
 * @example below(folder, ['tenants', tenant, 'tenant'], '.db')
 */
export const below = (folder: string, segments: readonly string[], extension = ''): string => {
  if (segments.length === 0 || !segments.every((part) => segment.test(part)))
    throw new Problem('internal', 'A path was asked for that is not made of opaque ids.');
  if (!known.test(extension))
    throw new Problem('internal', 'A path was asked for with an unknown extension.');
  return join(folder, ...segments) + extension;
};

const errorCode = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';

/** Whether this was thrown because a file or folder is not there. */
export const isMissing = (thrown: unknown): boolean => errorCode(thrown) === 'ENOENT';

const full = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
const failed = new Set([
  'EACCES',
  'EPERM',
  'EROFS',
  'EIO',
  'ENOTDIR',
  'EISDIR',
  'EMFILE',
  'ENFILE',
]);

/** What a failed file operation means to people; anything else stays as it is. */
export const fileProblem = (cause: unknown): unknown => {
  const code = errorCode(cause);
  if (full.has(code))
    return new Problem('storage-full', 'There is no room left on the disk. Free some space.', {
      cause,
    });
  if (failed.has(code))
    return new Problem(
      'storage-failed',
      `A file cannot be read or written (${code}). Check the owner, the rights and the disk of the folder.`,
      { cause },
    );
  if (code === 'EEXIST')
    return new Problem('conflict', 'A file of that name is there already.', { cause });
  return cause;
};

const told = async <Result>(work: Promise<Result>): Promise<Result> => {
  try {
    return await work;
  } catch (thrown) {
    throw fileProblem(thrown);
  }
};

/** What the work gives, or `none` when the file or folder is not there. */
const unlessMissing = async <Result, None>(
  work: Promise<Result>,
  none: None,
): Promise<Result | None> => {
  try {
    return await work;
  } catch (thrown) {
    if (isMissing(thrown)) return none;
    throw fileProblem(thrown);
  }
};

const noFolder = (cause: unknown) =>
  new Problem(
    'storage-failed',
    'A folder cannot be made: a file, or a link that leads nowhere, is in its place. Remove it, or mount what is missing.',
    { cause, retryable: false },
  );

/** Makes one folder; false when the one above it is missing. */
const makeFolder = async (path: string): Promise<boolean> => {
  try {
    await mkdir(path, { mode: 0o700 });
    return true;
  } catch (thrown) {
    if (isMissing(thrown)) return false;
    if (errorCode(thrown) === 'ENOTDIR') throw noFolder(thrown);
    if (errorCode(thrown) !== 'EEXIST') throw fileProblem(thrown);
    const there = await unlessMissing(stat(path), null);
    if (there?.isDirectory() === true) return true;
    throw noFolder(thrown);
  }
};

/** Makes the folder and those above it, for this user only. Node's own never ends below a link that leads nowhere. */
export const makePrivateFolder = async (path: string): Promise<void> => {
  if (await makeFolder(path)) return;
  const above = dirname(path);
  if (above !== path) await makePrivateFolder(above);
  if (!(await makeFolder(path))) throw noFolder(undefined);
};

/** Makes a new, empty file that only this user may read. */
export const makePrivateFile = (path: string): Promise<void> =>
  told(open(path, 'wx', 0o600).then((file) => file.close()));

/** Length of a file in bytes, null when it is not there. */
export const fileSize = (path: string): Promise<number | null> =>
  unlessMissing(
    stat(path).then(({ size }) => size),
    null,
  );

/** When a file was written, in milliseconds since 1970; null when it is not there. */
export const writtenAt = (path: string): Promise<number | null> =>
  unlessMissing(
    stat(path).then(({ mtimeMs }) => mtimeMs),
    null,
  );

/** Names in a folder; none when it is not there. */
export const namesIn = (path: string): Promise<string[]> => unlessMissing(readdir(path), []);

const sync = async (path: string): Promise<void> => {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** Makes a file's bytes, or the names in a folder, survive a power cut: a rename alone does not. */
export const makeDurable = (path: string): Promise<void> => told(sync(path));

/** Moves a finished file to its name: whoever looks sees all of it or nothing. */
export const moveInto = async (from: string, to: string): Promise<void> => {
  await told(rename(from, to));
  await makeDurable(dirname(to));
};

/** Removes a folder or file with all below it; nothing when it is not there. */
export const removeAll = (path: string): Promise<void> =>
  told(rm(path, { recursive: true, force: true }));
