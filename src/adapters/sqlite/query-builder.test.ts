import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { queryBuilder } from './query-builder.ts';
import { sqliteProblem } from './sqlite-problem.ts';
import { unsynced } from './unsynced.ts';

type Tables = { things: { name: string; size: number } };
const database = () => connection;
let connection: DatabaseSync;
beforeEach(() => {
  connection = new DatabaseSync(':memory:');
  connection.exec('create table things (name text primary key, size integer)');
});
afterEach(() => connection.close());

const nameOf = (size: number) => ({ name: `thing ${size}`, size });
const count = () => database().prepare('select count(*) as count from things').get()?.['count'];

test('a full disk is told as such, and the transaction leaves nothing', async () => {
  const db = queryBuilder<Tables>(database());
  database().exec('pragma max_page_count = 10');
  const call = db.transaction().execute(async (tables) => {
    await tables.insertInto('things').values(nameOf(1)).execute();
    await tables
      .insertInto('things')
      .values({ name: 'x'.repeat(100_000), size: 2 })
      .execute();
  });
  const thrown = await call.then(
    () => null,
    (error: unknown) => sqliteProblem(error),
  );
  expect(thrown).toMatchObject({ code: 'storage-full', retryable: true });
  expect(count()).toBe(0);
  await db.insertInto('things').values(nameOf(3)).execute();
  expect(count()).toBe(1);
});

test('transactions that run at the same time do not mix', async () => {
  const db = queryBuilder<Tables>(database());
  const work = (size: number) =>
    db.transaction().execute(async (tables) => {
      await tables.insertInto('things').values(nameOf(size)).execute();
      if (size % 2 === 1) throw new Error('odd');
      await tables
        .updateTable('things')
        .set({ name: `even ${size}` })
        .where('size', '=', size)
        .execute();
    });
  await Promise.allSettled([1, 2, 3, 4].map(work));
  const rows = database().prepare('select name from things order by size').all();
  expect(rows.map((row) => row['name'])).toEqual(['even 2', 'even 4']);
});

test('lists of many lengths work: statements are kept within bounds', async () => {
  const db = queryBuilder<Tables>(database());
  const sizes = Array.from({ length: 200 }, (_, place) => place);
  await db.insertInto('things').values(sizes.map(nameOf)).execute();
  for (const size of sizes.slice(1)) {
    const rows = await db
      .selectFrom('things')
      .select('name')
      .where('size', 'in', sizes.slice(0, size))
      .execute();
    expect(rows).toHaveLength(size);
  }
});

test('work that need not be synced leaves the rest as it was', async () => {
  const db = queryBuilder<Tables>(database());
  const setting = () => database().prepare('pragma synchronous').get()?.['synchronous'];
  const seen: unknown[] = [];
  await unsynced(db, async (held) => {
    await held.transaction().execute(async (tables) => {
      await tables.insertInto('things').values(nameOf(1)).execute();
    });
    seen.push(setting());
  });
  await expect(unsynced(db, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect([...seen, setting()]).toEqual([1, 2]);
  expect(count()).toBe(1);
});
