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

export const isMissing = (thrown: unknown): boolean => errorCode(thrown) === 'ENOENT';

/** What a failed file operation means to people; a Problem stays as it is. */
export const fileProblem = (thrown: unknown): unknown => {
  const code = errorCode(thrown);
  if (['ENOSPC', 'EDQUOT', 'EFBIG'].includes(code))
    return new Problem(
      'storage-full',
      'There is no room left in the data folder. Free some space.',
      {
        cause: thrown,
      },
    );
  if (['EACCES', 'EPERM', 'EROFS', 'EIO', 'ENOTDIR', 'EISDIR', 'EMFILE', 'ENFILE'].includes(code))
    return new Problem(
      'storage-failed',
      `The data folder cannot be read or written (${code}). Check its owner, rights and disk.`,
      { cause: thrown },
    );
  return thrown;
};

/** Makes the folder and those above it, for this user only. */
export const makePrivateFolder = async (path: string): Promise<void> => {
  await mkdir(path, { recursive: true, mode: 0o700 });
};

/** Length of a file in bytes, null when it is not there. */
export const fileSize = async (path: string): Promise<number | null> => {
  try {
    return (await stat(path)).size;
  } catch (thrown) {
    if (isMissing(thrown)) return null;
    throw fileProblem(thrown);
  }
};

/** Names in a folder; none when it is not there. */
export const namesIn = async (path: string): Promise<string[]> => {
  try {
    return await readdir(path);
  } catch (thrown) {
    if (isMissing(thrown)) return [];
    throw fileProblem(thrown);
  }
};

/** Makes a new, empty file that only this user may read. */
export const makePrivateFile = async (path: string): Promise<void> => {
  await (await open(path, 'wx', 0o600)).close();
};

/** Makes a file's bytes, or the names in a folder, survive a power cut: a rename alone does not. */
export const makeDurable = async (path: string): Promise<void> => {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** Moves a finished file to its name: whoever looks sees all of it or nothing. */
export const moveInto = async (from: string, to: string): Promise<void> => {
  await rename(from, to);
  await makeDurable(dirname(to));
};

/** Removes a folder or file with all below it; nothing when it is not there. */
export const removeAll = (path: string): Promise<void> =>
  rm(path, { recursive: true, force: true });
