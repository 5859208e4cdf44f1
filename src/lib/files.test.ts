import { mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { below, fileProblem, makePrivateFolder } from './files.ts';

test('a path is made of opaque ids and a fixed extension', () => {
  expect(below('/data', ['tenants', 'a-1', 'tenant'], '.db')).toBe(
    join('/data', 'tenants', 'a-1', 'tenant.db'),
  );
  expect(below('/data', ['control'], '.db-wal')).toBe(join('/data', 'control.db-wal'));
});

test.for([
  [[]],
  [['']],
  [['..']],
  [['.']],
  [['a', '..', 'b']],
  [['a/b']],
  [['a\\b']],
  [['a.db']],
  [['a b']],
  [['a\0']],
  [['ä']],
  [['a\n']],
])('a path is never made of %j', ([segments = []]) => {
  expect(() => below('/data', segments)).toThrow('opaque ids');
});

test.for(['/..', '.', '..', '.db/x', 'db', '.DB '])('no such extension: %j', (extension) => {
  expect(() => below('/data', ['a'], extension)).toThrow('extension');
});

test.for([
  ['ENOSPC', 'storage-full'],
  ['EDQUOT', 'storage-full'],
  ['EACCES', 'storage-failed'],
  ['EIO', 'storage-failed'],
  ['EEXIST', 'conflict'],
])('%s means %s', ([code, problem]) => {
  const cause = Object.assign(new Error(`${code}: /secret/path`), { code });
  const told = fileProblem(cause);
  expect(told).toMatchObject({ code: problem, cause });
  expect(told).toHaveProperty('detail', expect.not.stringContaining('/secret'));
});

test('anything else stays as it is', () => {
  const thrown = new RangeError('out of range');
  expect(fileProblem(thrown)).toBe(thrown);
});

test('a private folder is made with those above it, also by many at once', async () => {
  const root = await mkdtemp(join(tmpdir(), 'docent-files-'));
  const deep = join(root, 'a', 'b', 'c');
  await Promise.all(Array.from({ length: 20 }, () => makePrivateFolder(deep)));
  for (const path of [deep, join(root, 'a')]) expect((await stat(path)).mode & 0o777).toBe(0o700);
  await rm(root, { recursive: true });
});

test('below a file, or a link that leads nowhere, no folder is made, and that is said', async () => {
  const root = await mkdtemp(join(tmpdir(), 'docent-files-'));
  await symlink(join(root, 'not-mounted', 'disk'), join(root, 'link'));
  await writeFile(join(root, 'file'), 'kept');
  for (const path of ['link', 'link/data', 'file', 'file/data']) {
    await expect(makePrivateFolder(join(root, path))).rejects.toMatchObject({
      code: 'storage-failed',
      detail: expect.not.stringContaining(root),
    });
  }
  await rm(root, { recursive: true });
});
