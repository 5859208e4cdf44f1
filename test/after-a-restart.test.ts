import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startFakeUpstream, type FakeUpstream } from '../testing/fake-upstream.ts';
import { answerOf, ofType, readChunks, type Chunk } from '../testing/read-chunks.ts';
import { startServer } from '../testing/start-server.ts';

let upstream: FakeUpstream;
let folder: string;

beforeAll(async () => {
  upstream = await startFakeUpstream();
  folder = await mkdtemp(join(tmpdir(), 'docent-restart-'));
});
afterAll(async () => {
  await upstream.close();
  await rm(folder, { recursive: true, force: true });
});

const start = () =>
  startServer({
    folder,
    env: {
      OPENAI_BASE_URL: `${upstream.url}/v1`,
      OPENAI_API_KEY: 'key',
      DOCENT_MODEL: 'fake',
      DOCENT_SHUTDOWN_SECONDS: '1',
    },
  });

test('an ended turn is read from the store, exactly from the reader’s character', async () => {
  upstream.script([
    { text: 'The probation period is six months. After that the notice is longer.' },
  ]);
  const first = await start();
  const person = await first.person();
  const whole = await person.ask('How long is the probation period?');
  const [begin] = ofType(whole, 'start');
  const turnId = begin?.messageMetadata.turnId ?? '';
  await first.close();

  const second = await start();
  try {
    for (const offset of [0, 7, answerOf(whole).length]) {
      const response = await fetch(`${second.url}/api/v1/turns/${turnId}/stream`, {
        headers: {
          authorization: `Bearer ${person.key}`,
          'last-event-id': `${turnId}.5.${offset}`,
        },
      });
      const rest = await Array.fromAsync(readChunks(response));
      expect(answerOf(rest)).toBe(answerOf(whole).slice(offset));
      expect(ofType(rest, 'data-outcome').map(({ data }) => data.outcome)).toEqual(['completed']);
    }
  } finally {
    await second.close();
  }
});

test('a turn that outlives the grace of a shutdown ends as interrupted, with its text', async () => {
  const text = Array.from({ length: 5_000 }, (_, place) => `w${place} `);
  upstream.script([{ text, delayMs: 20 }]);
  const first = await start();
  const person = await first.person();
  const { id } = await person.json<{ id: string }>('/api/v1/conversations', { body: {} });
  const response = await person.fetch(`/api/v1/conversations/${id}/turns`, {
    method: 'POST',
    body: JSON.stringify({ text: 'How long is the probation period?' }),
    headers: { 'content-type': 'application/json' },
  });
  const seen: Chunk[] = [];
  let closing: Promise<void> | null = null;
  for await (const chunk of readChunks(response)) {
    seen.push(chunk);
    if (chunk.type === 'text-delta') closing ??= first.close();
  }
  await closing;
  const [outcome] = ofType(seen, 'data-outcome');
  expect(outcome?.data.outcome).toBe('interrupted');
  expect(outcome?.data.storedLength).toBe(answerOf(seen).length);

  const second = await start();
  try {
    const read = await fetch(`${second.url}/api/v1/conversations/${id}`, {
      headers: { authorization: `Bearer ${person.key}` },
    });
    const { messages } = (await read.json()) as {
      messages: { role: string; state: string; parts: { text: string }[] }[];
    };
    const answer = messages.find(({ role }) => role === 'assistant');
    expect(answer).toMatchObject({ state: 'interrupted' });
    expect(answer?.parts[0]?.text).toBe(answerOf(seen));
  } finally {
    await second.close();
  }
});
