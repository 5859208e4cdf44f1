import { readdir } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { temporaryFolder } from '../../../testing/conformance/embedded-folder.ts';
import { createDatabase, openDatabase, type DatabaseKind } from './open-database.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder.remove());

const kindWith = (...migrations: string[]): DatabaseKind => ({
  name: 'things',
  mark: 4711,
  migrations,
});
const first = 'create table things (name text)';
const second = "alter table things add column size integer; insert into things values ('box', 3)";

const open = async (kind: DatabaseKind) => {
  const { database, ...opened } = await openDatabase(folder.path, kind);
  const names = database.prepare("select name from pragma_table_info ('things')").all();
  const rows = database.prepare('select count(*) as count from things').get()?.['count'];
  database.close();
  return { ...opened, columns: names.map((row) => row['name']), rows };
};

test('a database of an earlier version is brought up to date, once', async () => {
  await createDatabase(folder.path, kindWith(first));
  expect(await open(kindWith(first))).toMatchObject({ migrated: 0, columns: ['name'] });
  const now = { columns: ['name', 'size'], rows: 1, checked: false };
  expect(await open(kindWith(first, second))).toEqual({ ...now, migrated: 1 });
  expect(await open(kindWith(first, second))).toEqual({ ...now, migrated: 0 });
  await expect(open(kindWith(first))).rejects.toMatchObject({
    code: 'storage-failed',
    detail: expect.stringContaining('things.db was written by a newer Docent (schema 2'),
  });
});

test('a migration that fails changes nothing, and those before it stay', async () => {
  await createDatabase(folder.path, kindWith(first));
  const broken = "insert into things values ('lost', 1); create table things (x)";
  await expect(open(kindWith(first, second, broken))).rejects.toThrow('already exists');
  expect(await open(kindWith(first, second))).toMatchObject({ migrated: 0, rows: 1 });
});

test('what a crash left of a new database does not stand in the way', async () => {
  await expect(createDatabase(folder.path, kindWith(first, 'no sql'))).rejects.toThrow('syntax');
  expect(await readdir(folder.path)).toEqual(['things.new']);
  await createDatabase(folder.path, kindWith(first));
  expect(await readdir(folder.path)).toEqual(['things.db']);
});
