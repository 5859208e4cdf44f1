import { readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { INDEX_VERSION } from './schema.ts';

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
