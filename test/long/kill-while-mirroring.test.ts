import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../src/lib/ids.ts';
import {
  lastJson,
  runDocent,
  startProcess,
  type DocentProcess,
} from '../../testing/docent-process.ts';

/** kill -9 at random moments of mirroring a folder that changes all the while: in the end every file is one document, as it is now. */
const KILLS = Number(process.env['DOCENT_KILLS'] ?? 30);
const FILES = 40;

type Listed = { id: string; source: string; state: string };

let root: string;
let served: string;
let data: string;
let key: string;
/** What is in the folder: the word of each file, by its path. */
const files = new Map<string, string>();

const put = async (path: string): Promise<void> => {
  const word = newId('zebra').replaceAll(/[^a-z0-9]/gu, '');
  await writeFile(join(served, path), `The secret word is ${word}.`);
  files.set(path, word);
};
const anyPath = (): string => [...files.keys()][Math.floor(Math.random() * files.size)] ?? '';

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'docent-kill-mirror-'));
  [served, data] = [join(root, 'served'), join(root, 'data')];
  await mkdir(join(served, 'below'), { recursive: true });
  for (let number = 0; number < FILES; number += 1) await put(`${number}.txt`);
  const options = ['--role', 'administrator', '--scopes', 'knowledge:read,knowledge:write'];
  const made = await runDocent(['keys', 'create', 'k', ...options, '--data', data, '--json']);
  ({ key } = lastJson<{ key: string }>(made.stdout));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const call = async <Body>({ url }: DocentProcess, path: string, method = 'GET'): Promise<Body> => {
  const body = method === 'POST' ? { body: '{}' } : {};
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  return (await (await fetch(url + path, { method, headers, ...body })).json()) as Body;
};

/** A new file, a changed one, a moved one, one that is gone. */
const changeFolder = async (round: number): Promise<void> => {
  await put(`new-${round}.txt`);
  await put(anyPath());
  const from = anyPath();
  const to = `below/moved-${round}.txt`;
  await rename(join(served, from), join(served, to));
  files.set(to, files.get(from) ?? '');
  files.delete(from);
  const gone = anyPath();
  await rm(join(served, gone));
  files.delete(gone);
};

const documentsOf = async (server: DocentProcess): Promise<Listed[]> =>
  (await call<{ items: Listed[] }>(server, '/api/v1/documents?limit=200')).items;

const inLine = async (server: DocentProcess): Promise<Listed[]> => {
  for (;;) {
    const documents = await documentsOf(server);
    const paths = documents.map(({ source }) => source).toSorted();
    const isRead = documents.every(({ state }) => state === 'ready');
    if (isRead && paths.join() === [...files.keys()].toSorted().join()) return documents;
    // Its server was killed in the middle of it every time: it says so, and is read again when a person wants it.
    for (const { id, state } of documents)
      if (state === 'failed') await call(server, `/api/v1/documents/${id}/reindex`, 'POST');
    await pause(500);
  }
};

test(`after ${KILLS} kills every file is one document with the words that it has now`, async () => {
  for (let kill = 0; kill < KILLS; kill += 1) {
    const server = await startProcess([served, '--data', data]);
    await pause(Math.random() * 1_500);
    await changeFolder(kill);
    await pause(Math.random() * 1_500);
    server.child.kill('SIGKILL');
    await server.ended;
  }
  const server = await startProcess([served, '--data', data]);
  await inLine(server);
  for (const [path, word] of files) {
    type Found = { hits: { documentId: string; text: string }[] };
    const { hits } = await call<Found>(server, `/api/v1/search?q=${word}&limit=5`);
    expect([path, hits.filter(({ text }) => text.includes(word)).length]).toEqual([path, 1]);
  }
  expect(await documentsOf(server)).toHaveLength(files.size);
  server.child.kill('SIGTERM');
  await server.ended;
});
