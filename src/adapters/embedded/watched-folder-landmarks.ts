import { lstatSync } from 'node:fs';
import type { SourceProblem } from '../../ports/file-source.ts';
import type { Look } from './watched-folder-scan.ts';

/** By what a folder is known again: device and inode of its root when files were last seen in it, and its disks. */
export type Landmarks = { root: string; mounts: string[] };

export const isBelow = (path: string, place: string): boolean =>
  place === '' || path === place || path.startsWith(`${place}/`);

/** What `list` gave as delta, of this process or an earlier one. Anything else is no delta. */
export const parseDelta = (
  delta: string | null,
): { at: string; landmarks: Landmarks | null } | null => {
  if (delta === null) return null;
  try {
    const { at, landmarks } = JSON.parse(delta);
    return { at, landmarks };
  } catch {
    return null; // of another kind of source: then everything is listed
  }
};

type Trust = { landmarks: Landmarks | null; unseen: string[]; problems: SourceProblem[] };

/**
 * What is not there may be a disk that is not there. Two rules: an empty folder is believed only when it is the very
 * folder (device and inode) in which files were seen before; and what was a disk of its own and is an empty folder of
 * the disk above it now has not been looked into. A folder that is gone, or holds other files, is believed.
 */
export const trustAbsence = ({ walked, root, identity }: Look, before: Landmarks | null): Trust => {
  if (root === null || identity === null) return { landmarks: before, unseen: [], problems: [] };
  if (walked.files.size === 0 && before?.root !== identity) {
    const reason = 'The folder is empty. Documents it held before are kept: a disk may be missing.';
    const problems = walked.unseen.length === 0 ? [{ path: '', reason }] : [];
    return { landmarks: before, unseen: [''], problems };
  }
  const away = (before?.mounts ?? []).filter(
    (mount) => !walked.mounts.includes(mount) && isEmptyFolder(root, mount, walked),
  );
  return {
    landmarks: { root: identity, mounts: [...walked.mounts, ...away] },
    unseen: away,
    problems: away.map((path) => ({
      path,
      reason:
        'A disk was mounted here and is not now. Its documents are kept. If it is gone for good, remove the folder.',
    })),
  };
};

const isEmptyFolder = (root: string, path: string, { files }: Look['walked']): boolean => {
  const isThere = lstatSync(`${root}/${path}`, { throwIfNoEntry: false })?.isDirectory() === true;
  return isThere && ![...files.keys()].some((file) => isBelow(file, path));
};
