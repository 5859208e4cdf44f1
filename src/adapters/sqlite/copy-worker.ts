import { DatabaseSync } from 'node:sqlite';
import { Problem } from '../../domain/problem.ts';
import { makeDurable, makePrivateFile } from '../../lib/files.ts';
import { serveCalls } from '../../lib/worker-call.ts';
import { sqliteProblem } from './sqlite-problem.ts';

/** One consistent view, however long it takes; writers go on meanwhile. */
const copy = (source: string, target: string): void => {
  const database = new DatabaseSync(source, { readOnly: true, timeout: 5000 });
  try {
    database.prepare('vacuum into ?').run(target);
  } finally {
    database.close();
  }
};

const verify = (path: string): void => {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    const found = database.prepare('pragma integrity_check (1)').get()?.['integrity_check'];
    if (found !== 'ok') throw new Problem('storage-failed', 'The copy of a database is not whole.');
  } finally {
    database.close();
  }
};

const methods = {
  async copyVerified(source: string, target: string): Promise<void> {
    try {
      await makePrivateFile(target);
      copy(source, target);
      verify(target);
      await makeDurable(target);
    } catch (thrown) {
      throw sqliteProblem(thrown);
    }
  },
};

export type CopyMethods = typeof methods;

serveCalls(methods);
