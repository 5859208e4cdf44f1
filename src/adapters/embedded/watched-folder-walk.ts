import { lstatSync, readdirSync, readFileSync, type Stats, statSync } from 'node:fs';
import { isDataFolder } from '../../lib/data-folder.ts';
import { visibleName } from '../../lib/visible-name.ts';
import type { SourceProblem, SourceRules } from '../../ports/file-source.ts';
import {
  type FolderRules,
  isIgnored,
  RULES_BYTES,
  RULES_FILE,
  rulesFor,
} from './watched-folder-rules.ts';

export type FolderLimits = { files: number; depth: number; fileBytes: number };

export type SeenFile = {
  etag: string;
  bytes: number;
  /** When its bytes, name or rights last changed, by the clock of its disk. */
  changedAt: number;
  rules: SourceRules | null;
  rulesKey: string;
};

/** What one walk through a folder saw. */
export type Walked = {
  files: Map<string, SeenFile>;
  unseen: string[];
  /** Folders that lie on another disk than the one above them. */
  mounts: string[];
  problems: SourceProblem[];
  leftOut: SourceProblem[];
};

export type WalkOptions = {
  /** With no link in it. */
  root: string;
  limits: FolderLimits;
  /** The rules of an earlier walk, by folder: taken for those that are being written at this moment. */
  rulesOf: (
    folder: string,
    read: () => { text: string | null; changedAt: number },
  ) => FolderRules | null;
  /** The rules that were found for a file before, where the layers have the same key. */
  known: (path: string, rulesKey: string) => SourceRules | null | undefined;
};

const LEFT_OUT = new Set(['node_modules', '__pycache__']);
/** What editors and office programs leave beside a document. */
const TEMPORARY = /^~\$|~$|\.(?:tmp|part|crdownload|swp|lock)$/iu;

export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';

export const etagOf = ({ ino, size, mtimeMs, ctimeMs }: Stats): string =>
  [ino, size, mtimeMs, ctimeMs].map((part) => part.toString(36)).join('-');

/** A folder on the way; its path is '' or ends in `/`. */
type Place = {
  path: string;
  depth: number;
  device: number;
  layers: readonly FolderRules[];
  rulesKey: string;
};

/**
 * Every file below a folder, in the order of names. It runs in a thread of its own and without pauses: a disk that
 * does not answer holds up nobody else. Links are not followed; what is no file is not opened.
 */
export const walkFolder = (options: WalkOptions): Walked => {
  const walked: Walked = { files: new Map(), unseen: [], mounts: [], problems: [], leftOut: [] };
  const { dev } = lstatSync(options.root);
  visitFolder({ options, walked }, { path: '', depth: 0, device: dev, layers: [], rulesKey: '' });
  return walked;
};

type Walk = { options: WalkOptions; walked: Walked };

const visitFolder = (walk: Walk, place: Place): void => {
  const { options, walked } = walk;
  const { path, depth } = place;
  const miss = (reason: string) => {
    walked.unseen.push(path.slice(0, -1));
    walked.problems.push({ path: path.slice(0, -1), reason });
  };
  if (depth > options.limits.depth)
    return miss(`Folders more than ${options.limits.depth} deep are not looked into.`);
  const names = namesIn(`${options.root}/${path}`);
  if (typeof names === 'string')
    return miss(`This folder cannot be read (${names}). Its documents are kept.`);
  if (isDataFolder(names)) {
    walked.leftOut.push({ path: path.slice(0, -1), reason: 'The data of Docent is left out.' });
    return;
  }
  const layers = layersAt(walk, place, names);
  const rulesKey = layers.map(({ key }) => key).join(' ');
  for (const name of names) {
    if (walked.files.size >= options.limits.files)
      return miss(
        `Only the first ${options.limits.files} files are mirrored, and they are reached here. Serve a part of the folder.`,
      );
    visit(walk, { ...place, layers, rulesKey }, name);
  }
};

/** The names in a folder, or why they cannot be read. */
const namesIn = (folder: string): string[] | string => {
  try {
    return readdirSync(folder).toSorted();
  } catch (error) {
    return codeOf(error);
  }
};

/** Rules that cannot be known are said once, where they are. */
const layersAt = (
  { options, walked }: Walk,
  { path, layers }: Place,
  names: readonly string[],
): readonly FolderRules[] => {
  const rules = options.rulesOf(path, () =>
    readRules(`${options.root}/${path}${RULES_FILE}`, names.includes(RULES_FILE)),
  );
  if (!rules) return layers;
  if ('broken' in rules && rules.broken !== '')
    walked.problems.push({
      path: path + RULES_FILE,
      reason: `${rules.broken}. Until that is mended, new files of this folder wait, and who may read the others stays as it was.`,
    });
  return [...layers, rules];
};

/** The text of a rules file; null: there is none. Throws when there is one that cannot be read. */
const readRules = (file: string, isThere: boolean): { text: string | null; changedAt: number } => {
  if (!isThere) return { text: null, changedAt: 0 };
  const about = lstatSync(file);
  if (!about.isFile()) throw new Error('It is not a file.');
  if (about.size > RULES_BYTES) throw new Error('It is larger than a megabyte.');
  return { text: readFileSync(file, 'utf8'), changedAt: about.ctimeMs };
};

const visit = (walk: Walk, place: Place, name: string): void => {
  const { options, walked } = walk;
  const path = place.path + name;
  const leave = (reason: string) => {
    walked.leftOut.push({ path, reason, rules: rulesFor(place.layers, path) });
  };
  if (name === RULES_FILE) return;
  if (name.startsWith('.')) return leave('Hidden files are left out.');
  if (LEFT_OUT.has(name)) return leave('What programs keep for themselves is left out.');
  if (TEMPORARY.test(name)) return leave('What looks like a temporary file is left out.');
  try {
    const about = lstatSync(`${options.root}/${path}`);
    if (about.isSymbolicLink()) {
      statSync(`${options.root}/${path}`); // throws when it leads nowhere: then a disk may be missing
      return leave('Links are not followed: what they lead to is read where it lies.');
    }
    if (about.isDirectory()) {
      if (isIgnored(place.layers, path)) return leave('Left out by docent.rules.json.');
      if (about.dev !== place.device) walked.mounts.push(path);
      return visitFolder(walk, {
        ...place,
        path: `${path}/`,
        depth: place.depth + 1,
        device: about.dev,
      });
    }
    if (!about.isFile()) return leave('Pipes, sockets and devices are never opened.');
    if (isIgnored(place.layers, path)) return leave('Left out by docent.rules.json.');
    keepFile(walk, { ...place, path }, about);
  } catch (error) {
    if (isGone(`${options.root}/${path}`, name)) return;
    const reason = name.includes('\uFFFD')
      ? `Its name is not valid Unicode, as “${visibleName(name)}” shows. Rename it.`
      : `It cannot be read (${codeOf(error)}).`;
    walked.unseen.push(path);
    walked.problems.push({ path, reason, rules: rulesFor(place.layers, path) });
  }
};

/** Gone since its name was read. One whose name is no text is not found either, but there. */
const isGone = (file: string, name: string): boolean =>
  !name.includes('\uFFFD') && lstatSync(file, { throwIfNoEntry: false }) === undefined;

const keepFile = (
  { options, walked }: Walk,
  { path, layers, rulesKey }: Place,
  about: Stats,
): void => {
  if (about.size > options.limits.fileBytes) {
    const reason = `It is larger than ${Math.floor(options.limits.fileBytes / 1_000_000)} MB. Split it.`;
    walked.unseen.push(path);
    walked.problems.push({ path, reason, rules: rulesFor(layers, path) });
    return;
  }
  const known = options.known(path, rulesKey);
  walked.files.set(path, {
    etag: etagOf(about),
    bytes: about.size,
    changedAt: about.ctimeMs,
    rules: known === undefined ? rulesFor(layers, path) : known,
    rulesKey,
  });
};
