import type { DatabaseSync } from 'node:sqlite';

type Waiting = { work: () => void; resolve: () => void; reject: (reason: unknown) => void };

type Hooks = {
  /** Belongs to every transaction. */
  beforeCommit(): void;
  /** A transaction was rolled back. */
  undone(): void;
  /** A transaction is on the disk. */
  committed(): void;
};

/**
 * Work that came while other work was done is committed together: one wait for the disk. Each is done whole or not
 * at all, and is on the disk when its promise resolves.
 */
export const makeWriteTogether = (
  database: DatabaseSync,
  { beforeCommit, undone, committed }: Hooks,
) => {
  let waiting: Waiting[] = [];

  const inTransaction = (batch: readonly Waiting[]): void => {
    database.exec('begin immediate');
    try {
      for (const { work } of batch) work();
      beforeCommit();
      database.exec('commit');
    } catch (thrown) {
      if (database.isTransaction) database.exec('rollback');
      undone();
      throw thrown;
    }
  };

  const attempt = (batch: readonly Waiting[]): void => {
    try {
      inTransaction(batch);
    } catch (thrown) {
      if (batch.length === 1) batch[0]?.reject(thrown);
      else for (const alone of batch) attempt([alone]); // one that fails takes no other with it
      return;
    }
    try {
      committed();
    } catch (thrown) {
      for (const { reject } of batch) reject(thrown);
      return;
    }
    for (const { resolve } of batch) resolve();
  };

  const flush = (): void => {
    const batch = waiting;
    waiting = [];
    if (batch.length > 0) attempt(batch);
  };

  const write = async <Result>(work: () => Result): Promise<Result> => {
    let result: { value: Result } | undefined;
    await new Promise<void>((resolve, reject) => {
      // After the calls that have arrived already.
      if (waiting.length === 0) setImmediate(flush);
      waiting.push({ work: () => (result = { value: work() }), resolve, reject });
    });
    if (!result) throw new Error('the work was committed without being done');
    return result.value;
  };

  return { write, flush };
};
