import { DatabaseSync } from 'node:sqlite';
import { makeVectorChanges, type LinkedPassage, type RowRange } from './vector-changes.ts';
import { createVectorSchema } from './vector-schema.ts';

export type SpaceName = { space: string; dimensions: number };

const open = (file: string): DatabaseSync => {
  const database = new DatabaseSync(file, { timeout: 10_000 });
  // Five vectors of 384 dimensions fill a page of this size.
  database.exec(
    'pragma page_size = 8192; pragma journal_mode = wal; pragma synchronous = full; pragma cache_size = -16000',
  );
  return database;
};

/**
 * The one connection that writes the vectors of one space; makes the file when it is not there. `generation` names the
 * index file whose rows are meant: after another one, all vectors wait for their passages to come again.
 */
export const openVectorFile = (
  file: string,
  { name, generation }: { name?: SpaceName; generation: string },
) => {
  const database = open(file);
  try {
    if (name) createVectorSchema(database, { ...name, generation });
    return vectorFile(database, generation);
  } catch (thrown) {
    database.close();
    throw thrown;
  }
};

const vectorFile = (database: DatabaseSync, generation: string) => {
  const sql = {
    about: database.prepare('select space, dimensions, linked, served, generation from space'),
    setServed: database.prepare('update space set served = ?'),
    linked: database.prepare('select row from links where row between ? and ?'),
  };
  const changes = makeVectorChanges(database);

  const inTransaction = (work: () => void): void => {
    database.exec('begin immediate');
    try {
      work();
      changes.flush();
      database.exec('commit');
    } catch (thrown) {
      if (database.isTransaction) database.exec('rollback');
      changes.undone();
      throw thrown;
    }
  };

  if (sql.about.get()?.['generation'] !== generation)
    inTransaction(() => changes.forgetLinks(generation));

  return {
    about() {
      const { space, dimensions, linked, served } = sql.about.get() ?? {};
      return {
        space: String(space),
        dimensions: Number(dimensions),
        linked: Number(linked),
        served: Number(served),
      };
    },
    add(entries: readonly { passage: LinkedPassage; vector: Float32Array | null }[]): void {
      inTransaction(() => {
        for (const { passage, vector } of entries) changes.add(passage, vector);
        changes.learn();
      });
    },
    /** What `publish` brought and took: vectors of passages that came again stay. */
    follow(added: readonly LinkedPassage[], gone: readonly RowRange[]): void {
      inTransaction(() => {
        for (const passage of added) changes.linkAgain(passage);
        for (const range of gone) changes.takeAway(range);
      });
    },
    /** Which of these rows have a vector, or can have none. */
    linkedIn: ({ first, passages }: RowRange): Set<number> =>
      new Set(sql.linked.all(first, first + passages - 1).map(({ row }) => Number(row))),
    serve: (since: number): void => void sql.setServed.run(since),
    close: () => database.close(),
  };
};

export type VectorFile = ReturnType<typeof vectorFile>;
