import type { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readChunks, type Chunk } from '../testing/read-chunks.ts';
import { namesOfDocuments } from '../testing/ready-documents.ts';
import { startWithModel, type ServerWithModel } from '../testing/start-with-model.ts';

/** What was accepted is done although the thread that all databases live in dies; what was not is refused as a Problem. */
let running: ServerWithModel;
let threads: Worker[];
const remember = (worker: Worker) => void threads.push(worker);

beforeEach(async () => {
  threads = [];
  process.on('worker', remember);
  running = await startWithModel();
});
afterEach(async () => {
  await running.close();
  process.off('worker', remember);
});

const killStores = async (): Promise<void> => {
  const thread = threads.findLast(({ threadName }) => threadName === 'store-worker');
  if (!thread) throw new Error('There is no such thread');
  await thread.terminate();
};
const upload = (name: string): Promise<Response> => {
  const body = new FormData();
  body.append('file', new Blob([`The code word of ${name} is kingfisher.\n\n`.repeat(200)]), name);
  return running.person.fetch('/api/v1/documents?base=default', { method: 'POST', body });
};

test('documents that were taken in are read, each once; others are refused, and it is told', async () => {
  const { person, server } = running;
  const taken: string[] = [];
  const refused: Response[] = [];
  for (let number = 0; number < 40; number += 1) {
    const name = `${number}.txt`;
    const killing = number % 10 === 5 ? killStores() : null;
    const response = await upload(name);
    if (response.status === 201) taken.push(name);
    else refused.push(response);
    await killing;
  }
  expect(taken.length).toBeGreaterThanOrEqual(36);
  for (const response of refused)
    expect(await response.json()).toMatchObject({ code: 'internal', retryable: true });
  const names = [...(await namesOfDocuments(person, taken.length)).values()];
  expect(names).toEqual(expect.arrayContaining(taken));
  expect(new Set(names).size).toBe(names.length); // of what was refused, one or the other may be there
  const all = await person.json<{ items: { state: string }[] }>('/api/v1/documents?limit=100');
  expect(new Set(all.items.map(({ state }) => state))).toEqual(new Set(['ready']));
  const told = server.log.filter((line) => line.includes('the thread of the databases has ended'));
  expect(told).toHaveLength(4);
});

test('an answer that is being written ends once, and its conversation goes on', async () => {
  const { person, upstream } = running;
  upstream.script([
    { text: Array.from({ length: 100 }, (_, place) => `word${place} `), delayMs: 20 },
    { text: 'The second answer.' },
  ]);
  const { id } = await person.json<{ id: string }>('/api/v1/conversations', { body: {} });
  const response = await person.fetch(`/api/v1/conversations/${id}/turns`, {
    method: 'POST',
    body: JSON.stringify({ text: 'How long is the notice period?' }),
    headers: { 'content-type': 'application/json' },
  });
  const chunks: Chunk[] = [];
  for await (const chunk of readChunks(response)) {
    if (chunk.type === 'text-delta' && chunk.delta.includes('word30')) await killStores();
    chunks.push(chunk);
  }
  expect(chunks.filter(({ type }) => type === 'data-outcome')).toHaveLength(1);
  const second = await person.ask('And then?', { conversationId: id });
  expect(JSON.stringify(second)).toContain('second');
});
