import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FakeUpstream } from '../testing/fake-upstream.ts';
import { answerOf, ofType, readChunks } from '../testing/read-chunks.ts';
import type { TestPerson, TestServer } from '../testing/start-server.ts';
import { startWithModel, type ServerWithModel } from '../testing/start-with-model.ts';

/** Law 1: one key, one turn, whatever happens to the requests. */
let running: ServerWithModel;
let upstream: FakeUpstream;
let person: TestPerson;
let server: TestServer;

beforeAll(async () => {
  running = await startWithModel();
  ({ upstream, person, server } = running);
});
afterAll(() => running.close());

const conversation = async () =>
  (await person.json<{ id: string }>('/api/v1/conversations', { body: {} })).id;

const ask = (conversationId: string, key: string, text = 'How long is the notice period?') =>
  person.fetch(`/api/v1/conversations/${conversationId}/turns`, {
    method: 'POST',
    body: JSON.stringify({ text }),
    headers: { 'content-type': 'application/json', 'idempotency-key': key },
  });

const read = async (response: Response) => {
  expect(response.status).toBe(200);
  return Array.fromAsync(readChunks(response));
};

test('twenty requests with one key at once are one turn, and all read it', async () => {
  upstream.script([{ text: 'Four weeks to the end of a month.', delayMs: 10 }]);
  const calls = upstream.calls.length;
  const id = await conversation();
  const streams = await Promise.all(
    Array.from({ length: 20 }, async () => read(await ask(id, 'one-key'))),
  );
  expect(new Set(streams.map(answerOf))).toEqual(new Set(['Four weeks to the end of a month.']));
  expect(new Set(streams.map((chunks) => ofType(chunks, 'start')[0]?.messageId)).size).toBe(1);
  expect(upstream.calls.length - calls).toBe(1);
  const { messages } = await person.json<{ messages: unknown[] }>(`/api/v1/conversations/${id}`);
  expect(messages).toHaveLength(2);
});

test('the same key with another body is refused, and nothing is stored', async () => {
  const id = await conversation();
  await read(await ask(id, 'key-a'));
  const other = await ask(id, 'key-a', 'Something else?');
  expect(other.status).toBe(422);
  expect(await other.json()).toMatchObject({ code: 'idempotency-mismatch' });
  const { messages } = await person.json<{ messages: unknown[] }>(`/api/v1/conversations/${id}`);
  expect(messages).toHaveLength(2);
});

test('a failed turn replays as failed, without a new call', async () => {
  upstream.script([{ status: 400, error: { message: 'no', code: 'bad' } }]);
  const id = await conversation();
  const first = ofType(await read(await ask(id, 'key-b')), 'data-outcome')[0];
  const calls = upstream.calls.length;
  const second = ofType(await read(await ask(id, 'key-b')), 'data-outcome')[0];
  expect(first?.data).toMatchObject({ outcome: 'failed', problem: { code: 'upstream-refused' } });
  expect(second?.data).toEqual(first?.data);
  expect(upstream.calls.length).toBe(calls);
});

test('one person’s key means nothing for another', async () => {
  upstream.script([{}]);
  const id = await conversation();
  await read(await ask(id, 'key-c'));
  const other = await server.person();
  const chunks = await other.ask('How long is the notice period?', {
    headers: { 'idempotency-key': 'key-c' },
  });
  expect(ofType(chunks, 'data-outcome')[0]?.data.outcome).toBe('completed');
});
