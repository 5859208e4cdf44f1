import { DatabaseSync } from 'node:sqlite';
import type { Stemmer } from '../../../lib/language/stems.ts';
import type { Renewal } from '../../../ports/knowledge-index.ts';
import { makeRenewedParts, type Part } from './renewed-parts.ts';
import { createSchema } from './schema.ts';

/** Then what waits to be published has its turn: mostly after some hundredths of a second. */
const PASSAGES_AT_ONCE = 100;

const statements = (database: DatabaseSync) => ({
  totals: database.prepare('select passages, changes from totals'),
  of: database.prepare('select passages, changes from older.totals'),
  changed: database.prepare(
    `select first, first + passages - 1 as last, document, scope, change from older.parts
     where change > ? order by change`,
  ),
  gone: database.prepare(
    `select first, first + passages - 1 as last, document, scope, change from parts
     where first not in (select first from older.parts)`,
  ),
});

/** What no analyser has a part in; numbers of rows are never used again here either. */
const REST = `
  delete from documents; insert into documents select * from older.documents;
  delete from facts; insert into facts select * from older.facts;
  delete from scopes; insert into scopes select * from older.scopes;
  delete from sqlite_sequence; insert into sqlite_sequence select * from older.sqlite_sequence;
  update totals set (changes, generation) = (select changes, generation from older.totals);
`;

/**
 * Makes the index of this analyser out of what an older one made. Rows keep their numbers, so that vectors stay theirs;
 * `change` tells how far it is and what came, moved or went meanwhile. The older one is only read.
 */
const makeRenewal = (database: DatabaseSync, stemmer: Stemmer) => {
  const sql = statements(database);
  const parts = makeRenewedParts(database, stemmer);

  const partOf = (row: Record<string, unknown>): Part => ({
    first: Number(row['first']),
    last: Number(row['last']),
    document: Number(row['document']),
    scope: Number(row['scope']),
    change: Number(row['change']),
  });

  /** Whether that was all. Parts of one change are made together: the change says how far it is. */
  const addChanged = (): boolean => {
    const since = Number(sql.totals.get()?.['changes']);
    let [passages, change] = [0, since];
    for (const row of sql.changed.iterate(since)) {
      const part = partOf(row);
      if (passages >= PASSAGES_AT_ONCE && part.change !== change) return false;
      parts.takeAway(part); // moved, it was there before
      parts.add(part);
      passages += part.last - part.first + 1;
      change = part.change;
    }
    return true;
  };

  const complete = (): void => {
    for (const row of sql.gone.all()) parts.takeAway(partOf(row));
    database.exec(REST);
  };

  const step = (): boolean => {
    const whole = addChanged();
    if (whole) complete();
    parts.beforeCommit();
    return whole;
  };

  return {
    step(): Renewal {
      database.exec('begin');
      try {
        const whole = step();
        const passages = Number(sql.totals.get()?.['passages']);
        const total = Number(sql.of.get()?.['passages']);
        database.exec('commit');
        // Alone in its file, it can be moved.
        if (whole) database.exec('pragma main.journal_mode = delete');
        return { passages: Math.min(passages, total), total, whole };
      } catch (thrown) {
        if (database.isTransaction) database.exec('rollback');
        parts.undone();
        throw thrown;
      }
    },
    close: () => database.close(),
  };
};

/** The file is made when it is not there; one that was broken off goes on. */
export const openRenewal = (
  { older, renewed }: { older: string; renewed: string },
  stemmer: Stemmer,
) => {
  const database = new DatabaseSync(renewed, { timeout: 10_000 });
  try {
    database.exec(
      'pragma journal_mode = wal; pragma synchronous = normal; pragma cache_size = -16000',
    );
    createSchema(database);
    database.prepare('attach database ? as older').run(older);
    return makeRenewal(database, stemmer);
  } catch (thrown) {
    database.close();
    throw thrown;
  }
};
