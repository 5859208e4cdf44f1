import { sql, type Kysely } from 'kysely';

/**
 * Runs work whose commits need not survive a power cut, only the end of the process: no waiting for the disk. The
 * one connection is held meanwhile, so no other commit is affected.
 */
export const unsynced = <Tables, Result>(
  db: Kysely<Tables>,
  work: (held: Kysely<Tables>) => Promise<Result>,
): Promise<Result> =>
  db.connection().execute(async (held) => {
    await sql`pragma synchronous = normal`.execute(held);
    try {
      return await work(held);
    } finally {
      await sql`pragma synchronous = full`.execute(held);
    }
  });
