import { cp, mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startServer, type TestServer } from '../testing/start-server.ts';

/** A disk that is not there must never empty a base: only a file that is seen to be gone takes its document along. */
let root: string;
let served: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'docent-vanished-'));
  served = join(root, 'served');
  await mkdir(join(served, 'below'), { recursive: true });
  await writeFile(join(served, 'a.txt'), 'The code word is kingfisher.');
  await writeFile(join(served, 'below', 'b.txt'), 'Another word is cormorant.');
});
afterEach(() => rm(root, { recursive: true }));

type Listed = { id: string; name: string; state: string };

/** What the server knows once `done` holds of it, by document name. */
const knownWhen = async (
  server: TestServer,
  done: (documents: Listed[]) => boolean,
): Promise<Record<string, string>> => {
  const person = await server.person();
  for (;;) {
    const { items } = await person.json<{ items: Listed[] }>('/api/v1/documents');
    if (done(items)) return Object.fromEntries(items.map(({ id, name }) => [name, id]));
    await pause(20);
  }
};
const allReady = (count: number) => (documents: Listed[]) =>
  documents.length === count && documents.every(({ state }) => state === 'ready');

/** Starts, waits until the folder was looked through, and stops. */
const during = async <Result>(look: (server: TestServer) => Promise<Result>): Promise<Result> => {
  const server = await startServer({ folder: join(root, 'data'), serves: [served] });
  try {
    return await look(server);
  } finally {
    await server.close();
  }
};
const toldOfProblem = async ({ log }: TestServer) => {
  while (!log.some((line) => line.includes('"folder problem"'))) await pause(20);
};

const ways: [string, () => Promise<unknown>][] = [
  ['is gone', () => rename(served, join(root, 'away'))],
  [
    'is empty, as the place of a disk that is not mounted',
    async () => {
      await rename(served, join(root, 'away'));
      await mkdir(served);
    },
  ],
  [
    'is a link that leads nowhere',
    async () => {
      await rename(served, join(root, 'away'));
      await symlink(join(root, 'nowhere'), served);
    },
  ],
  [
    'is a file',
    async () => {
      await rename(served, join(root, 'away'));
      await writeFile(served, '');
    },
  ],
];

test.for(ways)('a folder that %s deletes nothing, and comes back as it was', async ([, vanish]) => {
  const before = await during((server) => knownWhen(server, allReady(2)));
  await vanish();
  await during(async (server) => {
    await toldOfProblem(server);
    expect(await knownWhen(server, allReady(2))).toEqual(before);
    const { hits } = await (
      await server.person()
    ).json<{ hits: { text: string }[] }>('/api/v1/search?q=kingfisher');
    expect(hits[0]?.text).toContain('kingfisher');
  });
  await rm(served, { recursive: true, force: true });
  await cp(join(root, 'away'), served, { recursive: true });
  await rm(join(served, 'below', 'b.txt'));
  expect(await during((server) => knownWhen(server, allReady(1)))).toEqual({
    'a.txt': before['a.txt'],
  });
});

test('a part that cannot be looked into keeps its documents', async () => {
  const before = await during((server) => knownWhen(server, allReady(2)));
  await rename(join(served, 'below'), join(root, 'away'));
  await symlink(join(root, 'nowhere'), join(served, 'below'));
  await during(async (server) => {
    await toldOfProblem(server);
    expect(await knownWhen(server, allReady(2))).toEqual(before);
  });
});

test('a folder that is not there yet is waited for, and that is said', async () => {
  const missing = join(root, 'missing');
  const server = await startServer({ folder: join(root, 'data'), serves: [missing] });
  const person = await server.person();
  const sources = () =>
    person.json<{ items: { name: string; problems: { reason: string }[] }[] }>('/api/v1/sources');
  await toldOfProblem(server);
  expect((await sources()).items).toMatchObject([
    { name: missing, problems: [{ reason: expect.stringContaining('cannot be read') }] },
  ]);
  await rename(served, missing);
  expect(Object.keys(await knownWhen(server, allReady(2)))).toHaveLength(2);
  expect((await sources()).items).toMatchObject([{ files: 2, documents: 2, problems: [] }]);
  await server.close();
});
