import { join } from 'node:path';
import { expect, test } from 'vitest';
import { below, fileProblem } from './files.ts';

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
