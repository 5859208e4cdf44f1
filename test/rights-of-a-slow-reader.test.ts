import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { answerOf, ofType, readChunks, type Chunk } from '../testing/read-chunks.ts';
import { uploadReady } from '../testing/ready-documents.ts';
import type { TestPerson } from '../testing/start-server.ts';
import { startWithModel, type ServerWithModel } from '../testing/start-with-model.ts';

/**
 * Law 7 for readers of a turn's log: what was logged before its asker lost the right is not sent after, neither to
 * one who had not fetched it yet nor to one who comes then.
 */
const WORDS = 2_000;
/** So long may pass between two looks at somebody's rights. */
const LOOKS_MS = 500;
const text = Array.from({ length: WORDS }, (_, at) => `w${at} `);

let started: ServerWithModel;
let admin: TestPerson;
let member: TestPerson;
let me: string;
let documentId: string;

beforeAll(async () => {
  started = await startWithModel();
  admin = started.person;
  member = await started.server.person({ role: 'member' });
  me = (await admin.json<{ id: string }>('/api/v1/me')).id;
  const body = 'Band 7 earns 90,000 euros.';
  documentId = (await uploadReady(admin, { name: 'bands.md', text: body })).id;
});
afterAll(() => started.close());

const readers = (list: string[]) =>
  admin.json(`/api/v1/documents/${documentId}`, { method: 'PATCH', body: { readers: list } });
const withdraw = () => readers([`user:${me}`]);
beforeEach(() => readers(['everyone']));

/** Without a socket in between, which would fetch ahead. */
const request = (path: string, body?: object): Promise<Response> =>
  started.server.docent.fetch(
    new Request(`http://docent${path}`, {
      headers: { authorization: `Bearer ${member.key}`, 'content-type': 'application/json' },
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
    }),
  );

/** A reader who has heard the beginning, and the rest when it is asked for. */
const listening = async () => {
  const { id } = await member.json<{ id: string }>('/api/v1/conversations', { body: {} });
  const response = await request(`/api/v1/conversations/${id}/turns`, {
    text: 'What does band 7 earn?',
  });
  const stream = readChunks(response);
  const heard: Chunk[] = [];
  while (!heard.some(({ type }) => type === 'text-delta')) {
    const { value } = await stream.next();
    if (value) heard.push(value);
  }
  const turnId = ofType(heard, 'start')[0]?.messageMetadata.turnId;
  return { turnId, rest: () => Array.fromAsync(stream) };
};

const ended = async (turnId: string | undefined): Promise<void> => {
  const state = async () => (await member.json<{ state: string }>(`/api/v1/turns/${turnId}`)).state;
  while ((await state()) === 'running') await sleep(20);
};
const refused = { outcome: 'failed', problem: { code: 'forbidden', retryable: false } };

test('a reader who stands still hears nothing of what was said before the withdrawal', async () => {
  started.upstream.script([{ text }]);
  const { turnId, rest } = await listening();
  await ended(turnId);
  await withdraw();
  await sleep(LOOKS_MS);
  const chunks = await rest();
  expect(ofType(chunks, 'data-outcome').map(({ data }) => data)).toMatchObject([refused]);
  expect(answerOf(chunks)).not.toContain('w9 '); // what streams fetch ahead is less
});

test('nor does it lose anything while nothing is taken away', async () => {
  started.upstream.script([{ text }]);
  const { turnId, rest } = await listening();
  await ended(turnId);
  await sleep(LOOKS_MS);
  const chunks = await rest();
  expect(answerOf(chunks)).toContain(`w${WORDS - 1}`);
  expect(ofType(chunks, 'data-outcome')[0]?.data.outcome).toBe('completed');
});

test('who comes after the withdrawal hears nothing, though the model stands still and the answer goes on', async () => {
  started.upstream.script([{ text, fault: 'stall', after: 20 }]);
  const { turnId } = await listening();
  await withdraw();
  const chunks = await Array.fromAsync(readChunks(await request(`/api/v1/turns/${turnId}/stream`)));
  expect(ofType(chunks, 'data-outcome').map(({ data }) => data)).toMatchObject([refused]);
  expect(JSON.stringify(chunks)).not.toMatch(/w\d|90,000/u);
  await member.fetch(`/api/v1/turns/${turnId}/stop`, { method: 'POST' });
  await ended(turnId);
});
