import { Kysely, SqliteDialect, type SqliteDatabase, type SqliteStatement } from 'kysely';
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';

/** Statements of a store are few; lists in `in (…)` make more of them. */
const STATEMENTS = 50;

/** kysely on a connection of `node:sqlite`, with the statements kept that it would prepare each time. */
export const queryBuilder = <Tables>(database: DatabaseSync): Kysely<Tables> => {
  const statements = new Map<string, SqliteStatement>();
  const driver: SqliteDatabase = {
    close: () => database.close(),
    prepare(sql) {
      // SQLite may have rolled back by itself, when the disk is full: the first error is the one to tell.
      if (sql === 'rollback' && !database.isTransaction) return nothing;
      const statement = statements.get(sql) ?? prepare(database, sql);
      statements.delete(sql);
      statements.set(sql, statement);
      const [oldest] = statements.keys();
      if (statements.size > STATEMENTS && oldest !== undefined) statements.delete(oldest);
      return statement;
    },
  };
  return new Kysely<Tables>({ dialect: new SqliteDialect({ database: driver }) });
};

const nothing: SqliteStatement = {
  reader: false,
  all: () => [],
  run: () => ({ changes: 0, lastInsertRowid: 0 }),
  iterate: () => [].values(),
};

const prepare = (database: DatabaseSync, sql: string): SqliteStatement => {
  const statement = database.prepare(sql);
  const inputs = (parameters: readonly unknown[]) => parameters as SQLInputValue[]; // it checks them itself
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...inputs(parameters)),
    run: (parameters) => statement.run(...inputs(parameters)),
    iterate: (parameters) => statement.iterate(...inputs(parameters)),
  };
};
