import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FakeUpstream } from '../testing/fake-upstream.ts';
import { answerOf, ofType, readChunks, type Chunk } from '../testing/read-chunks.ts';
import type { TestPerson, TestServer } from '../testing/start-server.ts';
import { startWithModel, type ServerWithModel } from '../testing/start-with-model.ts';

/** Law 3: only stop cancels. */
let running: ServerWithModel;
let upstream: FakeUpstream;
let person: TestPerson;
let server: TestServer;

beforeAll(async () => {
  running = await startWithModel();
  ({ upstream, person, server } = running);
});
afterAll(() => running.close());

const LONG = Array.from({ length: 3_000 }, (_, place) => `word${place} `);

const start = async () => {
  const { id } = await person.json<{ id: string }>('/api/v1/conversations', { body: {} });
  const response = await person.fetch(`/api/v1/conversations/${id}/turns`, {
    method: 'POST',
    body: JSON.stringify({ text: 'How long is the notice period?' }),
    headers: { 'content-type': 'application/json' },
  });
  return { conversationId: id, chunks: readChunks(response) };
};

const untilText = async (chunks: AsyncGenerator<Chunk>, seen: Chunk[]) => {
  while (!seen.some(({ type }) => type === 'text-delta')) {
    const { value } = await chunks.next();
    if (value) seen.push(value as Chunk);
  }
  return ofType(seen, 'start')[0]?.messageMetadata.turnId ?? '';
};

test('stop closes the upstream at once and keeps what was said', async () => {
  upstream.script([{ text: LONG, delayMs: 20 }]);
  const { conversationId, chunks } = await start();
  const seen: Chunk[] = [];
  const turnId = await untilText(chunks, seen);
  expect(await person.json(`/api/v1/turns/${turnId}/stop`, { method: 'POST' })).toEqual({
    stopped: true,
  });
  for await (const chunk of chunks) seen.push(chunk);
  expect(ofType(seen, 'data-outcome')[0]?.data).toMatchObject({
    outcome: 'stopped',
    problem: null,
  });
  await expect.poll(() => upstream.calls.at(-1)?.closedAt).not.toBeNull();
  const { messages } = await person.json<{
    messages: { state: string; parts: { text: string }[] }[];
  }>(`/api/v1/conversations/${conversationId}`);
  expect(messages[1]).toMatchObject({ state: 'stopped', parts: [{ text: answerOf(seen) }] });
  expect(await person.json(`/api/v1/turns/${turnId}/stop`, { method: 'POST' })).toEqual({
    stopped: false,
  });
});

test('a reader that goes away loses nothing: the turn runs on and is stored', async () => {
  const left = Promise.withResolvers<void>();
  upstream.script([{ text: LONG.slice(0, 60), after: 20, until: left.promise }]);
  const { conversationId, chunks } = await start();
  const turnId = await untilText(chunks, []);
  await chunks.return(undefined);
  left.resolve();
  const response = await person.fetch(`/api/v1/turns/${turnId}/stream`);
  await Array.fromAsync(readChunks(response));
  const { messages } = await person.json<{
    messages: { state: string; parts: { text: string }[] }[];
  }>(`/api/v1/conversations/${conversationId}`);
  expect(messages[1]?.state).toBe('complete');
  expect(messages[1]?.parts[0]?.text).toContain('word59');
});

test('somebody else cannot stop it, nor learn that it exists', async () => {
  const refused = Promise.withResolvers<void>();
  upstream.script([{ text: LONG.slice(0, 100), after: 20, until: refused.promise }]);
  const { chunks } = await start();
  const seen: Chunk[] = [];
  const turnId = await untilText(chunks, seen);
  const other = await server.person();
  const response = await other.fetch(`/api/v1/turns/${turnId}/stop`, { method: 'POST' });
  const random = await other.fetch('/api/v1/turns/trn_00000000000000000000000000000000/stop', {
    method: 'POST',
  });
  const bodyOf = async (answer: Response) => ({
    ...((await answer.json()) as object),
    traceId: '',
  });
  expect(response.status).toBe(404);
  expect(await bodyOf(response)).toEqual(await bodyOf(random));
  refused.resolve();
  for await (const chunk of chunks) seen.push(chunk);
  expect(ofType(seen, 'data-outcome')[0]?.data.outcome).toBe('completed');
});
