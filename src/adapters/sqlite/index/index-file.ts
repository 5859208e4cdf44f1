import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { makeDurable } from '../../../lib/files.ts';
import { sha256 } from '../../../lib/ids.ts';
import { INDEX_VERSION, SCHEMA } from './schema.ts';
import { VECTORS_VERSION } from './vectors/vector-schema.ts';

/** `index.db` → `index.<version>.db`: what this program makes. */
const ownFile = (file: string): string => file.replace(/(?:\.db)?$/u, `.${INDEX_VERSION}.db`);

/** Of all versions: `index.s7a1.db`, and what is not finished, `index.s7a1.new.db`. */
const versionsOf = (file: string): string[] => {
  const start = `${basename(file).replace(/\.db$/u, '')}.s`;
  return readdirSync(dirname(file))
    .filter((name) => name.startsWith(start) && name.endsWith('.db'))
    .map((name) => join(dirname(file), name));
};

/** What an older analyser made, while there is nothing whole of this one's making. */
export const outdatedFile = (file: string): string | null => {
  if (existsSync(ownFile(file))) return null;
  const readable = new RegExp(`\\.${SCHEMA}a\\w+\\.db$`, 'u');
  const newestFirst = versionsOf(file)
    .filter((path) => readable.test(path))
    .toSorted((left, right) => right.localeCompare(left, 'en', { numeric: true }));
  return newestFirst[0] ?? null;
};

/** The file that is searched and written now. What every thread finds at its place: a rename is seen by all at once. */
export const servedFile = (file: string): string => outdatedFile(file) ?? ownFile(file);

/** Where the file is made that will take the place of an outdated one. */
export const renewedFile = (file: string): string => ownFile(file).replace(/db$/u, 'new.db');

/** From now on what was made anew is searched, also after a power cut. */
export const serveRenewed = (file: string): Promise<void> => {
  renameSync(renewedFile(file), ownFile(file));
  return makeDurable(dirname(file));
};

/** Deletes a database with the files SQLite keeps beside it. */
export const deleteDatabase = (file: string): void => {
  for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
};

/** Deletes what other versions left, but for what is served, and made anew from it. */
export const deleteOtherVersions = (file: string): void => {
  const outdated = outdatedFile(file);
  const kept = outdated ? [outdated, renewedFile(file)] : [ownFile(file)];
  for (const path of versionsOf(file)) if (!kept.includes(path)) deleteDatabase(path);
};

const beside = (indexFile: string): string => indexFile.replace(/(?:\.s\w+)?\.db$/u, '');

/** `index.s1a1.db` → `index.v1-<hash of the space>.db`: vectors outlive the index of the words. */
export const vectorFileOf = (indexFile: string, space: string): string =>
  `${beside(indexFile)}.${VECTORS_VERSION}-${sha256(space).slice(0, 24)}.db`;

export const vectorFilesOf = (indexFile: string): string[] => {
  const start = `${basename(beside(indexFile))}.${VECTORS_VERSION}-`;
  return readdirSync(dirname(indexFile))
    .filter((name) => name.startsWith(start) && name.endsWith('.db'))
    .map((name) => join(dirname(indexFile), name));
};

const DAMAGED = new Set([11, 26]);
export const isDamaged = (thrown: unknown): boolean =>
  thrown instanceof Error && 'errcode' in thrown && DAMAGED.has(Number(thrown.errcode) & 0xff);
