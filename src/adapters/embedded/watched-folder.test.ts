import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fileSourceConformance } from '../../../testing/conformance/file-source.ts';
import type { FileSource } from '../../ports/file-source.ts';
import { watchedFolder } from './watched-folder.ts';
import { patient } from '../../../testing/patient.ts';

const SETTLE_MS = 50;
const limits = { files: 20, depth: 5 };

let root: string;
let folder: string;
let source: FileSource;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'docent-watched-'));
  folder = join(root, 'served');
  await mkdir(folder);
  source = watchedFolder({ folder, fileBytes: 2_000_000, limits, settleMs: SETTLE_MS });
});
afterEach(async () => {
  await source.close();
  await rm(root, { recursive: true, force: true });
});

const write = async (path: string, text: string) => {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
};
const rested = () => pause(SETTLE_MS + 20);
const signal = patient();
const list = (delta: string | null = null) => source.list({ delta, signal });
const names = async (delta: string | null = null) =>
  (await list(delta)).changes.map((change) =>
    change.kind === 'file' ? change.file.path : `- ${change.path}`,
  );

test('what is no document of a folder says by which rules it would be', async () => {
  const hr = { metadata: {}, readers: ['group:hr'], base: null };
  await write(
    'docent.rules.json',
    JSON.stringify({ rules: [{ match: 'hr/**', readers: hr.readers }] }),
  );
  await write('hr/~$Pay 2027.docx', 'x');
  await write('hr/large.txt', 'x'.repeat(2_000_001));
  await rested();
  const { leftOut, problems } = await list();
  expect(leftOut).toMatchObject([{ path: 'hr/~$Pay 2027.docx', rules: hr }]);
  expect(problems).toMatchObject([{ path: 'hr/large.txt', rules: hr }]);
});

describe('as a source', () => {
  fileSourceConformance(async () => ({
    source,
    write: async (path, text) => {
      await write(path, text);
      await rested();
    },
    remove: (path) => rm(join(folder, path)),
    hide: async () => {
      await rename(folder, join(root, 'away'));
      return () => rename(join(root, 'away'), folder);
    },
    close: async () => undefined,
  }));
});

test('a file that is being written is not told of until it rests', async () => {
  const slow = watchedFolder({ folder, fileBytes: 1000, settleMs: 2_000 });
  // Written again when the machine was so slow that it rested before it was looked at.
  const looked = async () => {
    await write('a.txt', 'ha');
    return slow.list({ delta: null, signal });
  };
  let first = await looked();
  while (first.changes.length > 0) first = await looked();
  expect(first).toMatchObject({ changes: [], unseen: ['a.txt'] });
  let next = first;
  while (next.changes.length === 0) {
    await slow.changed(60_000, signal);
    next = await slow.list({ delta: next.delta, signal });
  }
  expect(next).toMatchObject({ whole: false, changes: [{ file: { path: 'a.txt' } }] });
  await slow.close();
});

test('a file that was away for a moment, as while it is saved, is not gone', async () => {
  await write('a.txt', 'one');
  await rested();
  const { delta } = await list();
  await rename(join(folder, 'a.txt'), join(root, 'a.txt'));
  const second = await list(delta);
  expect(second.changes).toEqual([]);
  await rename(join(root, 'a.txt'), join(folder, 'a.txt'));
  await rested();
  expect(await names(second.delta)).toEqual(['a.txt']);
});

test('an emptied folder is believed, an empty one in its place is not, of this process and the next', async () => {
  await write('a.txt', 'one');
  await rested();
  const { delta } = await list();
  await rename(folder, join(root, 'away'));
  await mkdir(folder);
  const empty = { unseen: [''], problems: [{ reason: expect.stringContaining('empty') }] };
  expect(await list(delta)).toMatchObject(empty);
  const later = watchedFolder({ folder, fileBytes: 1000, settleMs: SETTLE_MS });
  expect(await later.list({ delta, signal })).toMatchObject(empty);
  await rm(folder, { recursive: true });
  await rename(join(root, 'away'), folder);
  await rm(join(folder, 'a.txt'));
  expect(await later.list({ delta, signal })).toMatchObject({
    whole: true,
    changes: [],
    unseen: [],
    problems: [],
  });
  await later.close();
});

test('a disk below the folder that is not mounted any more takes nothing along', async () => {
  await write('a.txt', 'one');
  await mkdir(join(folder, 'disk'));
  await rested();
  const { delta } = await list();
  const parsed = JSON.parse(delta);
  parsed.at = 'of an earlier process';
  parsed.landmarks.mounts = ['disk'];
  const missing = await list(JSON.stringify(parsed));
  expect(missing.unseen).toEqual([]); // this process knows better: no disk was mounted there
  const later = watchedFolder({ folder, fileBytes: 1000, settleMs: SETTLE_MS });
  expect(await later.list({ delta: JSON.stringify(parsed), signal })).toMatchObject({
    unseen: ['disk'],
    problems: [{ path: 'disk', reason: expect.stringContaining('mounted') }],
  });
  await rm(join(folder, 'disk'), { recursive: true });
  expect(await later.list({ delta: null, signal })).toMatchObject({ unseen: [], problems: [] });
  await later.close();
});

test('links, pipes, hidden and temporary files are left out, each with its reason, and never opened', async () => {
  await write('in/a.txt', 'inside');
  await writeFile(join(root, 'secret.txt'), 'not ours');
  await symlink(join(root, 'secret.txt'), join(folder, 'secret.txt'));
  await symlink(root, join(folder, 'out'));
  await symlink(folder, join(folder, 'in', 'circle'));
  await symlink(join(folder, 'in', 'a.txt'), join(folder, 'twin.txt'));
  execFileSync('mkfifo', [join(folder, 'pipe.txt')]);
  for (const path of ['.hidden/c.txt', 'node_modules/d.txt', '~$e.docx', 'f.tmp', '.g'])
    await write(path, 'no');
  await rested();
  const { changes, leftOut, problems } = await list();
  expect(changes).toMatchObject([{ file: { path: 'in/a.txt' } }]);
  expect(problems).toEqual([]);
  expect(leftOut.map(({ path }) => path)).toEqual([
    '.g',
    '.hidden',
    'f.tmp',
    'in/circle',
    'node_modules',
    'out',
    'pipe.txt',
    'secret.txt',
    'twin.txt',
    '~$e.docx',
  ]);
});

test('the data of a Docent below a served folder, or served itself, is left out', async () => {
  await write('a.txt', 'inside');
  for (const path of ['data/lock.db', 'data/control.db', 'data/tenants/default/originals/b.txt'])
    await write(path, 'not to be opened');
  await rested();
  const reason = 'The data of Docent is left out.';
  expect(await list()).toMatchObject({
    changes: [{ file: { path: 'a.txt' } }],
    leftOut: [{ path: 'data', reason }],
    problems: [],
  });
  const itself = watchedFolder({ folder: join(folder, 'data'), fileBytes: 1000 });
  expect(await itself.list({ delta: null, signal })).toMatchObject({
    changes: [],
    leftOut: [{ path: '', reason }],
  });
  await itself.close();
});

test('a folder that becomes a link, and a file that becomes a link or a pipe, are not read', async () => {
  await write('in/a.txt', 'inside');
  await rested();
  const { changes } = await list();
  const file = changes[0]?.kind === 'file' ? changes[0].file : null;
  if (!file) throw new Error('nothing was listed');
  const read = () => Array.fromAsync(source.read(file, signal));
  await rename(join(folder, 'in'), join(root, 'in'));
  await symlink(join(root, 'in'), join(folder, 'in'));
  await expect(read()).rejects.toMatchObject({ code: 'conflict' });
  await rm(join(folder, 'in'));
  await mkdir(join(folder, 'in'));
  execFileSync('mkfifo', [join(folder, 'in', 'a.txt')]);
  await expect(read()).rejects.toMatchObject({ code: 'conflict' });
  await rm(join(folder, 'in', 'a.txt'));
  await symlink(join(root, 'in', 'a.txt'), join(folder, 'in', 'a.txt'));
  await expect(read()).rejects.toMatchObject({ code: 'conflict' });
});

test('a link that leads nowhere is said, and takes nothing along: what it led to may come back', async () => {
  await write('a.txt', 'one');
  await rested();
  const { delta } = await list();
  await rm(join(folder, 'a.txt'));
  await symlink(join(root, 'disk', 'a.txt'), join(folder, 'a.txt'));
  for (const seen of [await list(delta), await list()]) {
    expect(seen.unseen).toContain('a.txt');
    expect(seen.changes).toEqual([]);
    expect(seen.problems).toMatchObject([{ path: 'a.txt' }]);
  }
});

test('odd names are names; one that is no text is said', async () => {
  const odd = [
    `${'n'.repeat(250)}.txt`,
    'a\nb.txt',
    'a\\..\\..\\up.txt',
    'cod\u202Eexe.txt',
    'Case.txt',
    'case.txt',
    'caf\u00E9.txt',
    'cafe\u0301.txt',
    '-rf.txt',
    ' .txt',
  ];
  for (const name of odd) await write(name, name);
  await writeFile(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0xff, 0xfe])]), 'x');
  await rested();
  const { changes, problems } = await list();
  expect(new Set(changes.map((change) => change.kind === 'file' && change.file.path))).toEqual(
    new Set(odd),
  );
  for (const change of changes) {
    if (change.kind !== 'file') continue;
    const [bytes] = await Array.fromAsync(source.read(change.file, signal));
    expect(Buffer.from(bytes ?? []).toString()).toBe(change.file.path);
  }
  expect(problems).toMatchObject([{ reason: expect.stringContaining('not valid Unicode') }]);
});

test('too many files, too deep and too large are said, and nothing that was read before goes', async () => {
  await write('a/a.txt', 'one');
  await write('z.txt', 'last');
  await write('1/2/3/4/5/6/7.txt', 'deep');
  await write('large.txt', 'x'.repeat(2_000_001));
  await rested();
  const first = await list();
  expect(first.changes).toHaveLength(2);
  expect(first.problems.map(({ path }) => path)).toEqual(['1/2/3/4/5/6', 'large.txt']);
  for (let number = 0; number < 30; number += 1) await write(`b/${number}.txt`, 'more');
  await rested();
  const second = await list(first.delta);
  expect(second.changes).toHaveLength(19);
  expect(second.problems).toContainEqual({
    path: 'b',
    reason: expect.stringContaining('first 20 files'),
  });
  await rested();
  expect(await names(second.delta)).toEqual([]);
});

test('a folder that is not there yet is waited for', async () => {
  const later = watchedFolder({ folder: join(folder, 'new'), fileBytes: 1000, settleMs: 10 });
  const first = await later.list({ delta: null, signal });
  expect(first).toMatchObject({ unseen: [''], problems: [{ path: '' }] });
  await write('new/a.txt', 'one');
  await rested();
  expect(await later.list({ delta: first.delta, signal })).toMatchObject({ files: 1 });
  await later.close();
});
