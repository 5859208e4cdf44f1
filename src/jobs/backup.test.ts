import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { extract } from 'tar-stream';
import { sha256 } from '../lib/ids.ts';
import { backupOf, type BackupSource } from './backup.ts';

let folder: string;
const never = new AbortController().signal;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'docent-backup-'));
  await mkdir(join(folder, 'tenants/default/originals/ab'), { recursive: true });
  await mkdir(join(folder, 'tenants/default/originals/incoming'));
  await writeFile(join(folder, 'tenants/default/originals/ab/abc'), 'first');
  await writeFile(join(folder, 'tenants/default/originals/incoming/put_1'), 'half of a file');
  await writeFile(join(folder, 'tenants/default/tenant.db'), 'in use');
  await writeFile(join(folder, 'tenants/default/index.db-wal'), 'rebuilt');
  await writeFile(join(folder, 'lock.db'), '');
});
afterEach(() => rm(folder, { recursive: true }));

const copyDatabases: BackupSource['copyDatabases'] = async (target) => {
  await writeFile(join(target, 'control.db'), 'a copy');
};

const unpacked = async (chunks: AsyncIterable<Uint8Array>) => {
  const archive = extract();
  archive.end(Buffer.concat(await Array.fromAsync(chunks)));
  const files: Record<string, string> = {};
  for await (const entry of archive) {
    const parts: Buffer[] = [];
    for await (const part of entry) parts.push(Buffer.from(part as Uint8Array));
    files[entry.header.name] = Buffer.concat(parts).toString();
  }
  return files;
};

test('a backup holds the copies of the databases, all other files, and their hashes', async () => {
  const files = await unpacked(backupOf({ folder, copyDatabases })(never));
  const { 'manifest.json': manifest = '', ...rest } = files;
  expect(rest).toEqual({ 'control.db': 'a copy', 'tenants/default/originals/ab/abc': 'first' });
  expect(JSON.parse(manifest)).toMatchObject({
    format: 1,
    files: [
      { path: 'control.db', bytes: 6, sha256: sha256('a copy') },
      { path: 'tenants/default/originals/ab/abc', bytes: 5, sha256: sha256('first') },
    ],
  });
});

test('files that go or come while the databases are copied are in it', async () => {
  const originals = join(folder, 'tenants/default/originals/ab');
  const backup = backupOf({
    folder,
    copyDatabases: async (target, signal) => {
      await rm(join(originals, 'abc'));
      await writeFile(join(originals, 'def'), 'second');
      await copyDatabases(target, signal);
    },
  });
  const files = await unpacked(backup(never));
  expect(files).toMatchObject({
    'tenants/default/originals/ab/abc': 'first',
    'tenants/default/originals/ab/def': 'second',
  });
});

test('a second backup at the same time is refused, one after it is not', async () => {
  const backup = backupOf({ folder, copyDatabases });
  const first = backup(never);
  await first.next();
  await expect(backup(never).next()).rejects.toMatchObject({ code: 'in-progress' });
  await first.return(undefined);
  expect(Object.keys(await unpacked(backup(never)))).toContain('manifest.json');
});

test.for(['failing', 'stopped'])('nothing is left behind by a backup that is %s', async (end) => {
  const stop = new AbortController();
  const backup = backupOf({
    folder,
    copyDatabases: async () => {
      stop.abort(new Error('stopped'));
      if (end === 'failing') throw new Error('failing');
    },
  });
  await expect(unpacked(backup(stop.signal))).rejects.toThrow(end);
  expect((await readdir(folder)).toSorted()).toEqual(['lock.db', 'tenants']);
  expect(await readFile(join(folder, 'tenants/default/originals/ab/abc'), 'utf8')).toBe('first');
});
