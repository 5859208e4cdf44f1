import { DatabaseSync } from 'node:sqlite';
import { Problem } from '../../domain/problem.ts';
import { below, fileSize, makePrivateFile, moveInto, removeAll } from '../../lib/files.ts';
import { RESTORE, sqliteProblem } from './sqlite-problem.ts';

export type DatabaseKind = {
  /** The file is `name.db`. */
  name: string;
  /** SQLite's `application_id`: tells our files from others and from each other. */
  mark: number;
  /** Statements that lead from each schema version to the next, from an empty file on. */
  migrations: readonly string[];
};

export type OpenedDatabase = {
  database: DatabaseSync;
  /** Whether it was not closed the last time, and so was checked. */
  checked: boolean;
  /** How many migrations were run. */
  migrated: number;
};

const refuse = (kind: DatabaseKind, what: string) =>
  new Problem('storage-failed', `${kind.name}.db ${what}`, { retryable: false });

/** Makes the file under another name and moves it when it is whole: an empty or half file is always damage. */
export const createDatabase = async (folder: string, kind: DatabaseKind): Promise<void> => {
  const unfinished = below(folder, [kind.name], '.new');
  await removeAll(unfinished);
  await makePrivateFile(unfinished);
  const database = new DatabaseSync(unfinished);
  try {
    database.exec(`pragma journal_mode = memory; pragma application_id = ${kind.mark}`);
    migrate(database, kind);
  } finally {
    database.close();
  }
  await moveInto(unfinished, below(folder, [kind.name], '.db'));
};

/** Opens a database that is there, brings its schema up to date, and never repairs or replaces it. */
export const openDatabase = async (folder: string, kind: DatabaseKind): Promise<OpenedDatabase> => {
  const size = await fileSize(below(folder, [kind.name], '.db'));
  if (size === null) throw refuse(kind, `is missing. ${RESTORE}`);
  if (size === 0) throw refuse(kind, `is empty: something has cut it off. ${RESTORE}`);
  const log = await fileSize(below(folder, [kind.name], '.db-wal'));
  const checked = log !== null && log > 0; // a clean close removes it
  const database = new DatabaseSync(below(folder, [kind.name], '.db'), { timeout: 5000 });
  try {
    identify(database, kind);
    if (checked) quickCheck(database, kind);
    tryToWrite(database);
    database.exec(pragmas);
    return { database, checked, migrated: migrate(database, kind) };
  } catch (thrown) {
    database.close();
    throw sqliteProblem(thrown, `${kind.name}.db`);
  }
};

/** FULL: what was acknowledged survives a power cut. Up to a hundred of these are open: small caches. */
const pragmas = `
  pragma journal_mode = wal;
  pragma synchronous = full;
  pragma foreign_keys = on;
  pragma cache_size = -1000;
  pragma journal_size_limit = 16777216;
`;

const numberOf = (database: DatabaseSync, pragma: 'application_id' | 'user_version'): number =>
  Number(database.prepare(`pragma ${pragma}`).get()?.[pragma]);

const identify = (database: DatabaseSync, kind: DatabaseKind): void => {
  if (numberOf(database, 'application_id') !== kind.mark)
    throw refuse(kind, `is not the file that belongs here. It was left as it is. ${RESTORE}`);
  const version = numberOf(database, 'user_version');
  if (version > kind.migrations.length)
    throw refuse(
      kind,
      `was written by a newer Docent (schema ${version}, this one knows ${kind.migrations.length}). ` +
        'It was left as it is. Start the newer program, or restore a backup made with this one.',
    );
};

/** SQLite opens what may not be written for reading: that is refused now, not by the first question. */
const tryToWrite = (database: DatabaseSync): void => {
  const version = numberOf(database, 'user_version');
  database.exec('begin immediate');
  try {
    database.exec(`pragma user_version = ${version}`);
  } finally {
    database.exec('rollback');
  }
};

const quickCheck = (database: DatabaseSync, kind: DatabaseKind): void => {
  const found = database.prepare('pragma quick_check (1)').get()?.['quick_check'];
  if (found !== 'ok') throw refuse(kind, `is damaged. It was left as it is. ${RESTORE}`);
};

const migrate = (database: DatabaseSync, { migrations }: DatabaseKind): number => {
  const from = numberOf(database, 'user_version');
  for (const [place, statements] of migrations.entries()) {
    if (place < from) continue;
    database.exec('begin immediate');
    try {
      database.exec(`${statements}; pragma user_version = ${place + 1}`);
      database.exec('commit');
    } catch (thrown) {
      if (database.isTransaction) database.exec('rollback');
      throw thrown;
    }
  }
  return migrations.length - from;
};
