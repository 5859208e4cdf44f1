import { mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { anna, openIngesting } from '../../testing/fixtures/ingesting.ts';

let system: Awaited<ReturnType<typeof openIngesting>>;
let folder: string;
let known: Map<string, string>;

beforeEach(async () => {
  system = await openIngesting({ uploadBytes: 1000 });
  folder = await mkdtemp(join(tmpdir(), 'docent-folder-'));
  known = new Map();
});
afterEach(async () => {
  await system.close();
  await rm(folder, { recursive: true, force: true });
});

const write = async (path: string, text: string) => {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
};
const scan = () =>
  system.knowledge.scanFolder(anna.tenant, {
    folder,
    baseId: 'default',
    known,
    signal: AbortSignal.timeout(10_000),
  });
const documents = async () =>
  (await system.stores.documents.fromFolder(folder)).toSorted((a, b) =>
    a.name.localeCompare(b.name),
  );
const paths = async () =>
  (await documents())
    .map(({ source }) => (source.kind === 'folder' ? source.path : ''))
    .toSorted((a, b) => a.localeCompare(b));

test('files become documents; hidden ones and what programs leave behind do not', async () => {
  await write('a.txt', 'The code word is kingfisher.');
  await write('deep/er/b.md', '# B');
  for (const path of ['.hidden/c.txt', 'node_modules/d.txt', '~$e.docx', 'f.tmp', '.g'])
    await write(path, 'no');
  expect(await scan()).toEqual({ added: 2, changed: 0, removed: 0, problems: [] });
  expect(await paths()).toEqual(['a.txt', 'deep/er/b.md']);
  const [first] = await documents();
  expect(await system.settled(first?.id ?? '')).toMatchObject({ name: 'a.txt', state: 'ready' });
  expect((await system.search('kingfisher')).passages).toHaveLength(1);
});

test('what changed is read again, what is gone is deleted, the rest stays as it is', async () => {
  await write('a.txt', 'The code word is kingfisher.');
  await write('b.txt', 'Another word is cormorant.');
  await write('c.txt', 'This one stays.');
  await scan();
  for (const { id } of await documents()) await system.settled(id);
  await write('a.txt', 'The code word is pelican.');
  await rm(join(folder, 'b.txt'));
  await utimes(join(folder, 'c.txt'), 1, 1);
  expect(await scan()).toEqual({ added: 0, changed: 1, removed: 1, problems: [] });
  for (const { id } of await documents()) await system.settled(id);
  expect((await system.search('pelican')).passages).toHaveLength(1);
  expect((await system.search('kingfisher')).passages).toEqual([]);
  expect((await system.search('cormorant')).passages).toEqual([]);
  expect(await scan()).toEqual({ added: 0, changed: 0, removed: 0, problems: [] });
});

test('after a restart nothing is read twice', async () => {
  await write('a.txt', 'The code word is kingfisher.');
  await scan();
  known.clear();
  expect(await scan()).toEqual({ added: 0, changed: 0, removed: 0, problems: [] });
});

test('a folder that vanished or is empty deletes nothing and says so', async () => {
  await write('a.txt', 'The code word is kingfisher.');
  await scan();
  await rm(join(folder, 'a.txt'));
  expect(await scan()).toMatchObject({
    removed: 0,
    problems: [{ reason: expect.stringContaining('empty') }],
  });
  await rm(folder, { recursive: true });
  expect(await scan()).toMatchObject({
    removed: 0,
    problems: [{ reason: expect.stringContaining('cannot be read') }],
  });
  expect(await paths()).toEqual(['a.txt']);
});

test('links lead nowhere outside, circles end, and a file that is too large is said', async () => {
  const outside = await mkdtemp(join(tmpdir(), 'docent-outside-'));
  await writeFile(join(outside, 'secret.txt'), 'not ours');
  await write('in/a.txt', 'inside');
  await write('large.txt', 'x'.repeat(1001));
  await symlink(outside, join(folder, 'out'));
  await symlink(join(outside, 'secret.txt'), join(folder, 'secret.txt'));
  await symlink(folder, join(folder, 'in', 'circle'));
  const { added, problems } = await scan();
  expect(added).toBe(1);
  expect(problems.map(({ path }) => path).toSorted((a, b) => a.localeCompare(b))).toEqual([
    'large.txt',
    'out',
    'secret.txt',
  ]);
  await rm(outside, { recursive: true });
});
