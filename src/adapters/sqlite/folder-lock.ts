import { DatabaseSync } from 'node:sqlite';
import { Problem } from '../../domain/problem.ts';
import { below, fileSize, makePrivateFile } from '../../lib/files.ts';
import { sqliteProblem } from './sqlite-problem.ts';

/**
 * Law 10: one data folder, one server. A lock on a file that the system releases however the process ends;
 * never open `lock.db` in another way, closing it would release the lock.
 */
export const lockFolder = async (folder: string): Promise<{ release(): void }> => {
  const path = below(folder, ['lock'], '.db');
  if ((await fileSize(path)) === null) await makePrivateFile(path);
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    database.exec('pragma locking_mode = exclusive; begin exclusive');
  } catch (thrown) {
    database.close();
    const problem = sqliteProblem(thrown, 'lock.db');
    if (!(problem instanceof Problem && problem.code === 'busy')) throw problem;
    throw new Problem('conflict', 'Another Docent is using this data folder. Stop it first.', {
      cause: thrown,
    });
  }
  return { release: () => database.close() };
};
