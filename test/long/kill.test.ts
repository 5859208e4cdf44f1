import { mkdtemp, rm } from 'node:fs/promises';
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
import { readChunks } from '../../testing/read-chunks.ts';

/**
 * 200 × kill -9 at a random moment of turns and ingestion. Whatever was accepted is there, once; every turn is
 * terminal after the restart; what was shown begins with what is stored; the index holds what is ready.
 */
const KILLS = Number(process.env['DOCENT_KILLS'] ?? 200);

type Accepted = {
  conversationId: string;
  turnId: string;
  userMessageId: string;
  text: string;
  shown: string;
};
type Shown = { id: string; role: string; state: string; turnId: string; parts: { text: string }[] };
type Listed = { id: string; name: string; state: string; passages: number };

let upstream: FakeUpstream;
let folder: string;
let env: Record<string, string>;
let key: string;

beforeAll(async () => {
  upstream = await startFakeUpstream();
  upstream.script(() => ({
    text: Array.from({ length: 60 }, (_, place) => `word${place} `),
    delayMs: 5,
  }));
  folder = await mkdtemp(join(tmpdir(), 'docent-kill-'));
  env = { OPENAI_BASE_URL: `${upstream.url}/v1`, OPENAI_API_KEY: 'key', DOCENT_MODEL: 'fake' };
  const scopes = 'ask,knowledge:read,knowledge:write';
  const made = await runDocent(
    [
      'keys',
      'create',
      'kill',
      '--role',
      'administrator',
      '--scopes',
      scopes,
      '--data',
      folder,
      '--json',
    ],
    env,
  );
  ({ key } = lastJson<{ key: string }>(made.stdout));
});
afterAll(async () => {
  await upstream.close();
  await rm(folder, { recursive: true, force: true });
});

const caller =
  (url: string) =>
  (path: string, init: Omit<RequestInit, 'headers'> & { headers?: Record<string, string> } = {}) =>
    fetch(url + path, { ...init, headers: { ...init.headers, authorization: `Bearer ${key}` } });

/** Asks until the server dies; what it has accepted goes into `accepted`. */
const askOn = async (url: string, accepted: Accepted[]): Promise<void> => {
  const call = caller(url);
  const headers = { 'content-type': 'application/json' };
  for (;;) {
    const text = `Question ${Math.random()}`;
    const made = await call('/api/v1/conversations', { method: 'POST', body: '{}', headers });
    const { id } = (await made.json()) as { id: string };
    const response = await call(`/api/v1/conversations/${id}/turns`, {
      method: 'POST',
      body: JSON.stringify({ text }),
      headers,
    });
    let turn: Accepted | null = null;
    for await (const chunk of readChunks(response)) {
      if (chunk.type === 'start') {
        turn = { ...chunk.messageMetadata, text, shown: '' };
        accepted.push(turn);
      }
      if (chunk.type === 'text-delta' && turn) turn.shown += chunk.delta;
    }
  }
};

const uploadOn = async (url: string, uploaded: Set<string>): Promise<void> => {
  for (;;) {
    const word = `zebra${Math.random().toString(36).slice(2)}`;
    const form = new FormData();
    form.append('file', new Blob([`# Notes\n\nThe secret word is ${word}.\n`]), `${word}.md`);
    const response = await caller(url)('/api/v1/documents?base=default', {
      method: 'POST',
      body: form,
    });
    if (response.ok) uploaded.add(word);
  }
};

const checkTurn = async (url: string, turn: Accepted): Promise<void> => {
  const response = await caller(url)(`/api/v1/conversations/${turn.conversationId}`);
  expect(response.status).toBe(200);
  const { messages } = (await response.json()) as { messages: Shown[] };
  const [question, answer, ...more] = messages;
  expect(more).toEqual([]);
  expect(question).toMatchObject({ id: turn.userMessageId, parts: [{ text: turn.text }] });
  expect(['complete', 'interrupted']).toContain(answer?.state);
  const stored = answer?.parts[0]?.text ?? '';
  // More may be stored than the last bytes that reached us, and up to 250 ms less.
  expect(stored.startsWith(turn.shown) || turn.shown.startsWith(stored)).toBe(true);
};

const settled = async (url: string): Promise<Listed[]> => {
  const all: Listed[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const query: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const response = await caller(url)(`/api/v1/documents?limit=200${query}`);
    const page = (await response.json()) as { items: Listed[]; cursor: string | null };
    all.push(...page.items);
    ({ cursor } = page);
  }
  if (all.every(({ state }) => state === 'ready')) return all;
  // Its server was killed in the middle of it every time: it says so, and is read again when a person wants it.
  for (const { id, state } of all) {
    if (state !== 'failed') continue;
    const again = await caller(url)(`/api/v1/documents/${id}/reindex`, {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json' },
    });
    expect(again.ok).toBe(true);
  }
  await pause(200);
  return settled(url);
};

/** A server whose start is over: what its forerunner left running has been ended. */
const start = async (): Promise<DocentProcess> => {
  const server = await startProcess(['--data', folder], env);
  while (!(await fetch(`${server.url}/health/ready`)).ok) await pause(20);
  return server;
};

const dead = async (server: DocentProcess, ...work: Promise<void>[]) => {
  server.child.kill('SIGKILL');
  await server.ended;
  await Promise.allSettled(work);
};

test(`after ${KILLS} kills everything accepted is there and whole`, async () => {
  const accepted: Accepted[] = [];
  const uploaded = new Set<string>();
  let checked = 0;
  for (let kill = 0; kill < KILLS; kill += 1) {
    const server = await start();
    for (const turn of accepted.slice(checked)) await checkTurn(server.url, turn);
    checked = accepted.length;
    const kept = uploaded.size;
    const work = [
      askOn(server.url, accepted),
      askOn(server.url, accepted),
      uploadOn(server.url, uploaded),
    ];
    await Promise.race([pause(Math.random() * 700), Promise.allSettled(work)]);
    // Half of them not before something new was accepted, however slow the machine is.
    if (kill % 4 === 0) while (accepted.length === checked) await pause(5);
    if (kill % 4 === 1) while (uploaded.size === kept) await pause(5);
    await dead(server, ...work);
  }
  const server = await start();
  for (const turn of accepted) await checkTurn(server.url, turn);
  const documents = await settled(server.url);
  expect(accepted.length).toBeGreaterThanOrEqual(KILLS / 4);
  expect(uploaded.size).toBeGreaterThanOrEqual(KILLS / 4);
  const names = documents.map(({ name }) => name);
  for (const word of uploaded) {
    expect(names.filter((name) => name === `${word}.md`)).toHaveLength(1);
    const response = await caller(server.url)(`/api/v1/search?q=${word}&limit=1`);
    const { hits } = (await response.json()) as { hits: { text: string }[] };
    expect(hits[0]?.text).toContain(word);
  }
  process.stdout.write(
    `${KILLS} kills: ${accepted.length} turns and ${uploaded.size} documents accepted, all there\n`,
  );
  server.child.kill('SIGTERM');
  await server.ended;
});
