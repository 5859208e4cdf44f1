import { readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { sha256 } from '../../../lib/ids.ts';
import { INDEX_VERSION } from './schema.ts';
import { VECTORS_VERSION } from './vectors/vector-schema.ts';

/** `index.db` → `index.<version>.db`: what another analyser made is never read. */
export const versionedFile = (file: string): string =>
  file.replace(/(?:\.db)?$/u, `.${INDEX_VERSION}.db`);

/** Deletes a database with the files SQLite keeps beside it. */
export const deleteDatabase = (file: string): void => {
  for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
};

/** Deletes what other versions left: this program cannot search it. */
export const deleteOtherVersions = (file: string): void => {
  const stem = basename(file).replace(/\.db$/u, '');
  const current = basename(versionedFile(file));
  for (const name of readdirSync(dirname(file)))
    if (name.startsWith(`${stem}.s`) && name.endsWith('.db') && name !== current)
      deleteDatabase(join(dirname(file), name));
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
