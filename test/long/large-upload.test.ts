import { readFile, readdir, mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  lastJson,
  runDocent,
  startProcess,
  type DocentProcess,
} from '../../testing/docent-process.ts';

/** A gigabyte comes in piece by piece: the server never holds it, and one that breaks off leaves nothing. */
const GIGABYTE = 1_000_000_000;
const PIECE = new Uint8Array(1_000_000).fill(97);
const MAY_GROW = 250_000_000;

let folder: string;
let server: DocentProcess;
let key: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'docent-large-'));
  const scopes = 'ask,knowledge:read,knowledge:write';
  const role = ['--role', 'administrator', '--scopes', scopes];
  const made = await runDocent(['keys', 'create', 'large', ...role, '--data', folder, '--json']);
  ({ key } = lastJson<{ key: string }>(made.stdout));
  server = await startProcess(['--data', folder], { DOCENT_UPLOAD_LIMIT: '1100000000' });
  // What is read of it afterwards is another matter.
  await post('/api/v1/ingestion/pause', {});
});
afterAll(async () => {
  server.child.kill('SIGTERM');
  await server.ended;
  await rm(folder, { recursive: true });
});

const authorization = () => `Bearer ${key}`;
const post = async (path: string, body: object): Promise<Response> =>
  fetch(server.url + path, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { authorization: authorization(), 'content-type': 'application/json' },
  });

const memoryOf = async (line: 'VmHWM' | 'VmRSS'): Promise<number> => {
  const status = await readFile(`/proc/${server.child.pid}/status`, 'utf8');
  return Number(new RegExp(`${line}:\\s+(\\d+) kB`).exec(status)?.[1]) * 1024;
};

/** Sends so many bytes as a file, then ends it well or breaks off; the status, null without an answer. */
const upload = async (bytes: number, breaksOff = false): Promise<number | null> => {
  const boundary = 'docent-large-upload';
  const sending = request(`${server.url}/api/v1/documents?base=default`, {
    method: 'POST',
    headers: {
      authorization: authorization(),
      'content-type': `multipart/form-data; boundary=${boundary}`,
    },
  });
  const answered = new Promise<number | null>((resolve) => {
    sending.on('response', (response) => {
      response.resume();
      resolve(response.statusCode ?? null);
    });
    sending.on('error', () => resolve(null));
  });
  sending.write(
    `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="large.txt"\r\ncontent-type: text/plain\r\n\r\n`,
  );
  for (let sent = 0; sent < bytes; sent += PIECE.length) {
    if (!sending.write(PIECE)) await once(sending, 'drain');
  }
  if (breaksOff) sending.destroy();
  else sending.end(`\r\n--${boundary}--\r\n`);
  return answered;
};

const keptFiles = async (): Promise<string[]> => {
  const below = join(folder, 'tenants/default/originals');
  const entries = await readdir(below, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
};
const documents = async (): Promise<number> => {
  const response = await fetch(`${server.url}/api/v1/documents`, {
    headers: { authorization: authorization() },
  });
  return ((await response.json()) as { items: unknown[] }).items.length;
};

test('a gigabyte is taken in with flat memory', async () => {
  const before = await memoryOf('VmRSS');
  expect(await upload(GIGABYTE)).toBe(201);
  const grown = (await memoryOf('VmHWM')) - before;
  process.stdout.write(`A gigabyte taken in: ${Math.round(grown / 1e6)} MB more at the most\n`);
  expect(grown).toBeLessThan(MAY_GROW);
  expect(await documents()).toBe(1);
  expect(await keptFiles()).toHaveLength(1);
});

test('one that breaks off at the end leaves neither bytes nor document', async () => {
  expect(await upload(0.99 * GIGABYTE, true)).toBeNull();
  await expect.poll(keptFiles).toHaveLength(1);
  expect(await documents()).toBe(1);
});
