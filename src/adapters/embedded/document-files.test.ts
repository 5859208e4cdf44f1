import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { documentStoreConformance } from '../../../testing/conformance/document-store.ts';
import { openDocumentFiles } from './document-files.ts';

const makeFolder = () => mkdtemp(join(tmpdir(), 'docent-originals-'));

const filesBelow = async (folder: string): Promise<string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
};

describe('originals as files', () => {
  documentStoreConformance(async () => {
    const folder = await makeFolder();
    return {
      here: await openDocumentFiles(join(folder, 'here')),
      there: await openDocumentFiles(join(folder, 'there')),
      count: async () => (await filesBelow(join(folder, 'here'))).length,
      close: () => rm(folder, { recursive: true }),
    };
  });
});

describe('the folder', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await makeFolder();
  });
  afterEach(() => rm(folder, { recursive: true }));
  const limits = { maxBytes: 100, signal: new AbortController().signal };
  async function* hello() {
    yield new TextEncoder().encode('hello');
  }

  test('what a crash left behind is removed at the next opening', async () => {
    await openDocumentFiles(folder);
    await writeFile(join(folder, 'incoming', 'put_1'), 'half');
    await openDocumentFiles(folder);
    expect(await filesBelow(folder)).toEqual([]);
  });

  test('all hashes are told, of readings too, and no other names', async () => {
    const store = await openDocumentFiles(folder);
    const { hash } = await store.put(hello(), limits);
    const other = hash.replace(/^../u, 'ff');
    await store.checkpoints(other, 'extractor').save(new Uint8Array(3));
    await writeFile(join(folder, hash.slice(0, 2), 'notes.txt'), 'not ours');
    expect((await Array.fromAsync(store.hashes())).toSorted()).toEqual([hash, other].toSorted());
  });

  test('only this user may read the files; a child process can open them by path', async () => {
    const store = await openDocumentFiles(folder);
    const { hash } = await store.put(hello(), limits);
    const path = await store.localPath(hash);
    expect(path).toBe(join(folder, hash.slice(0, 2), hash));
    expect(await readFile(path, 'utf8')).toBe('hello');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, hash.slice(0, 2)))).mode & 0o777).toBe(0o700);
  });

  test('a folder that cannot be written is a storage problem', async () => {
    const store = await openDocumentFiles(folder);
    await rm(join(folder, 'incoming'), { recursive: true });
    await writeFile(join(folder, 'incoming'), 'a file where a folder should be');
    await expect(store.put(hello(), limits)).rejects.toMatchObject({ code: 'storage-failed' });
  });
});
