import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { placeSocket, removeSocket, socketOf } from './folder-socket.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'docent-socket-'));
});
afterEach(() => rm(home, { recursive: true }));

test('a short folder holds its own socket', async () => {
  const place = await placeSocket(home);
  expect(dirname(place)).toBe(home);
  expect(await socketOf(home)).toBe(place);
});

test('a folder with a long name says where its socket is, and cleans up after itself', async () => {
  const folder = join(home, 'long-name-'.repeat(12));
  await mkdir(folder);
  const place = await placeSocket(folder);
  expect(place.length).toBeLessThanOrEqual(100);
  expect((await stat(dirname(place))).mode & 0o777).toBe(0o700);
  expect(await socketOf(folder)).toBe(place);
  await removeSocket(folder);
  expect(await readdir(folder)).toEqual([]);
  await expect(stat(dirname(place))).rejects.toThrow('ENOENT');
});

test('a place that was cut off on the disk, or is not ours, takes no folder with it', async () => {
  const other = join(home, 'docent-other');
  await mkdir(other);
  await writeFile(join(other, 'kept'), '');
  for (const wrong of [home, other, join(other, 'kept'), join(home, 'server.sock')]) {
    await writeFile(join(home, 'server.sock-path'), wrong);
    await removeSocket(home);
    expect(await readdir(other)).toEqual(['kept']);
  }
});
