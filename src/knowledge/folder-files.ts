import { opendir, realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

export type FolderFile = { path: string; absolute: string; size: number; changedAt: number };
export type FolderProblem = { path: string; reason: string };
export type FolderContents = {
  files: FolderFile[];
  problems: FolderProblem[];
  /** False: something could not be looked into, so a missing file may still be there. */
  whole: boolean;
};

export type FolderLimits = { files: number; depth: number; fileBytes: number };

const LEFT_OUT = new Set(['node_modules', '__pycache__']);
/** What editors and office programs leave beside a document. */
const TEMPORARY = /^~\$|~$|\.(?:tmp|part|crdownload|swp|lock)$/iu;

/**
 * Every file below a folder. Hidden files and what programs make for themselves are left out; a link is followed only
 * to what lies in the folder.
 */
export const listFolder = async (root: string, limits: FolderLimits): Promise<FolderContents> => {
  const contents: FolderContents = { files: [], problems: [], whole: true };
  const base = await realpath(root);
  await walk({ base, folder: base, depth: 0, limits, seen: new Set([base]) }, contents);
  return contents;
};

type Walk = {
  base: string;
  folder: string;
  depth: number;
  limits: FolderLimits;
  seen: Set<string>;
};

const walk = async (place: Walk, contents: FolderContents): Promise<void> => {
  const { base, folder, limits } = place;
  const missed = (path: string, reason: string) => {
    contents.whole = false;
    contents.problems.push({ path: relative(base, path), reason });
  };
  if (place.depth > limits.depth) {
    missed(folder, `Folders more than ${limits.depth} deep are not looked into.`);
    return;
  }
  try {
    for await (const entry of await opendir(folder)) {
      const { name } = entry;
      if (name.startsWith('.') || LEFT_OUT.has(name) || TEMPORARY.test(name)) continue;
      if (contents.files.length >= limits.files) {
        missed(folder, `Only the first ${limits.files} files of the folder are read.`);
        return;
      }
      await visit({ ...place, folder: join(folder, name) }, contents);
    }
  } catch (error) {
    missed(folder, `This folder cannot be read (${codeOf(error)}). Nothing in it is removed.`);
  }
};

const visit = async (place: Walk, contents: FolderContents): Promise<void> => {
  const { base, folder: path, limits, seen } = place;
  try {
    const real = await realpath(path);
    const inside = real === base || real.startsWith(base + sep);
    if (!inside) {
      contents.problems.push({
        path: relative(base, path),
        reason: 'A link that leads out of the folder is not followed.',
      });
      return;
    }
    const about = await stat(real);
    if (about.isDirectory()) {
      if (seen.has(real)) return;
      seen.add(real);
      await walk({ ...place, depth: place.depth + 1 }, contents);
    } else if (about.isFile() && about.size > limits.fileBytes) {
      contents.problems.push({ path: relative(base, path), reason: tooLarge(limits.fileBytes) });
    } else if (about.isFile()) {
      contents.files.push({
        path: relative(base, path),
        absolute: real,
        size: about.size,
        changedAt: about.mtimeMs,
      });
    }
  } catch (error) {
    contents.whole = false;
    contents.problems.push({
      path: relative(base, path),
      reason: `It cannot be read (${codeOf(error)}).`,
    });
  }
};

const tooLarge = (bytes: number): string =>
  `It is larger than ${Math.floor(bytes / 1_000_000)} MB. Split it.`;

export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
