import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  lastJson,
  runDocent,
  startProcess,
  type DocentProcess,
} from '../../testing/docent-process.ts';
import { startFakeUpstream, type FakeUpstream } from '../../testing/fake-upstream.ts';
import { answerOf, ofType, readChunks, type Chunk } from '../../testing/read-chunks.ts';

/** Readers that hardly read, and readers that go away, cost the server and the others nothing that grows. */
const SLOW_READERS = 150;
const LEAVING_READERS = 200;
/** More than the kernel takes off the server's hands for one connection (4 MB): the rest has to wait somewhere. */
const LONG_ANSWER = 10_000_000;
/** Were what does not fit held for every reader, it would be nearly a gigabyte. */
const MOST_GROWTH = 250 * 1024 * 1024;

let upstream: FakeUpstream;
let folder: string;
let server: DocentProcess;
let key: string;

beforeAll(async () => {
  upstream = await startFakeUpstream();
  folder = await mkdtemp(join(tmpdir(), 'docent-slow-'));
  const env = {
    OPENAI_BASE_URL: `${upstream.url}/v1`,
    OPENAI_API_KEY: 'key',
    DOCENT_MODEL: 'fake',
  };
  const create = [
    'keys',
    'create',
    'slow',
    '--role',
    'administrator',
    '--scopes',
    'ask',
    '--data',
    folder,
    '--json',
  ];
  ({ key } = lastJson<{ key: string }>((await runDocent(create, env)).stdout));
  server = await startProcess(['--data', folder], env);
});
afterAll(async () => {
  server.child.kill('SIGTERM');
  await server.ended;
  await upstream.close();
  await rm(folder, { recursive: true });
});

const call = (path: string, init: RequestInit = {}) =>
  fetch(server.url + path, {
    ...init,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
  });

const ask = async () => {
  const made = await call('/api/v1/conversations', { method: 'POST', body: '{}' });
  const { id } = (await made.json()) as { id: string };
  const response = await call(`/api/v1/conversations/${id}/turns`, {
    method: 'POST',
    body: JSON.stringify({ text: 'How long is it?' }),
  });
  return { id, chunks: readChunks(response) };
};
const turnIdOf = (chunks: readonly Chunk[]) =>
  ofType(chunks, 'start')[0]?.messageMetadata.turnId ?? '';
const outcomesOf = (chunks: readonly Chunk[]) =>
  ofType(chunks, 'data-outcome').map(({ data }) => data.outcome);

const memory = async (): Promise<number> => {
  const status = await readFile(`/proc/${server.child.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
};
const openFiles = async (): Promise<number> =>
  (await readdir(`/proc/${server.child.pid}/fd`)).length;

/** Asks for the stream, waits for its first bytes and then reads one a second, whatever comes. */
const readSlowly = async (turnId: string): Promise<Socket> => {
  const { hostname, port } = new URL(server.url);
  const socket = connect({ host: hostname, port: Number(port) });
  socket.on('error', () => undefined);
  socket.pause();
  socket.write(
    `GET /api/v1/turns/${turnId}/stream HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${key}\r\n\r\n`,
  );
  await once(socket, 'readable');
  const reading = setInterval(() => socket.read(1), 1000);
  socket.on('close', () => clearInterval(reading));
  return socket;
};

test(`${SLOW_READERS} readers at a byte a second leave the memory flat and the others undisturbed`, async () => {
  upstream.script([
    {
      text: Array.from({ length: LONG_ANSWER / 10_000 }, (_, place) =>
        `word${place} `.padEnd(10_000, 'x'),
      ),
    },
  ]);
  const { chunks } = await ask();
  const long = await Array.fromAsync(chunks);
  expect(answerOf(long).length).toBe(LONG_ANSWER);
  const before = await memory();
  const sockets: Socket[] = [];
  while (sockets.length < SLOW_READERS) sockets.push(await readSlowly(turnIdOf(long)));
  upstream.script([{ text: 'A short answer.' }]);
  for (let round = 0; round < 10; round += 1) {
    const others = await Promise.all(
      Array.from({ length: 5 }, async () => Array.fromAsync((await ask()).chunks)),
    );
    for (const other of others) {
      expect(outcomesOf(other)).toEqual(['completed']);
      expect(answerOf(other)).toBe('A short answer.');
    }
    await pause(500);
  }
  const grown = (await memory()) - before;
  process.stdout.write(
    `${SLOW_READERS} slow readers: ${Math.round(grown / 1024 / 1024)} MB more\n`,
  );
  expect(sockets.filter(({ destroyed }) => destroyed)).toEqual([]);
  expect(grown).toBeLessThan(MOST_GROWTH);
  for (const socket of sockets) socket.destroy();
});

test(`${LEAVING_READERS} readers that leave at any moment: every answer is written to its end, nothing stays open`, async () => {
  const words = Array.from({ length: 40 }, (_, place) => `word${place} `);
  upstream.script([{ text: words, delayMs: 5 }]);
  const leave = async () => {
    const { id, chunks } = await ask();
    const most = Math.floor(Math.random() * 60);
    for (let seen = 0; seen < most; seen += 1) if ((await chunks.next()).done === true) break;
    await chunks.return(undefined);
    return id;
  };
  await leave();
  const before = await openFiles();
  const ids: string[] = [];
  while (ids.length < LEAVING_READERS)
    ids.push(...(await Promise.all(Array.from({ length: 20 }, leave))));
  for (const id of ids) {
    let state = 'streaming';
    let text = '';
    while (state === 'streaming') {
      const { messages } = (await (await call(`/api/v1/conversations/${id}`)).json()) as {
        messages: { state: string; parts: { text: string }[] }[];
      };
      ({ state = '' } = messages[1] ?? {});
      text = messages[1]?.parts[0]?.text ?? '';
    }
    expect({ state, text }).toEqual({ state: 'complete', text: words.join('') });
  }
  await expect.poll(openFiles, { interval: 500 }).toBeLessThan(before + 30);
});
