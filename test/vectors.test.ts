import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { uploaded } from '../src/contracts/knowledge.ts';
import type { VectorStateView } from '../src/contracts/retrieval.ts';
import { FAKE_DIMENSIONS } from '../testing/fake-upstream/embeddings.ts';
import { startFakeUpstream, type FakeUpstream } from '../testing/fake-upstream.ts';
import { readJson } from '../testing/read-json.ts';
import { startServer, type TestPerson, type TestServer } from '../testing/start-server.ts';

/** With an embedding model of any service, what means the same is found, whatever its words. */
let upstream: FakeUpstream;
let folder: string;

beforeAll(async () => {
  upstream = await startFakeUpstream();
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'docent-vectors-'));
  upstream.embeddings.calls.length = 0;
  upstream.embeddings.script([{}]);
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});
afterAll(async () => {
  await upstream.close();
  if (upstream.violations.length > 0) throw new Error(upstream.violations.join('\n'));
});

const DIMENSIONS = String(FAKE_DIMENSIONS);
const ours = (model = 'meaning'): Record<string, string> => ({
  DOCENT_EMBEDDING_BASE_URL: `${upstream.url}/v1`,
  DOCENT_EMBEDDING_API_KEY: 'canary-key',
  DOCENT_EMBEDDING_MODEL: model,
  DOCENT_EMBEDDING_DIMENSIONS: DIMENSIONS,
});

const TEXTS: Record<string, string> = {
  'leave.md': 'Everybody has 25 days of leave.',
  'printers.md': 'Printers stand in the second corridor behind the kitchen.',
  'bicycles.md': 'Bicycles are kept in the yard; the key hangs at the reception.',
};

const upload = async (person: TestPerson, name: string, text: string): Promise<string> => {
  const form = new FormData();
  form.append('file', new Blob([text]), name);
  const response = await person.fetch('/api/v1/documents', { method: 'POST', body: form });
  const id = (await readJson(uploaded, response)).documents[0]?.id ?? '';
  await expect
    .poll(async () => (await person.json<{ state: string }>(`/api/v1/documents/${id}`)).state)
    .toBe('ready');
  return id;
};

type Hit = { documentId: string; text: string };
const search = async (person: TestPerson, question: string): Promise<string[]> => {
  const path = `/api/v1/search?q=${encodeURIComponent(question)}`;
  const { hits } = await person.json<{ hits: Hit[] }>(path);
  return hits.map(({ text }) => text);
};
/** Resolves when this is the first that is found. */
const finds = async (person: TestPerson, question: string, text: string): Promise<void> => {
  const first = async () => (await search(person, question))[0] ?? '';
  await expect.poll(first).toContain(text);
};
const start = (env: Record<string, string>): Promise<TestServer> => startServer({ env, folder });

const QUESTION = 'vacation entitlement';

const services: [name: string, style: string, env: () => Record<string, string>][] = [
  ['an OpenAI-compatible service', 'openai', ours],
  [
    'Azure OpenAI',
    'azure-v1',
    () => ({
      AZURE_OPENAI_EMBEDDING_ENDPOINT: upstream.url,
      AZURE_OPENAI_EMBEDDING_KEY: 'canary-key',
      AZURE_OPENAI_EMBEDDING_NAME: 'meaning',
      DOCENT_EMBEDDING_DIMENSIONS: DIMENSIONS,
    }),
  ],
  [
    'Azure OpenAI by deployment address',
    'azure-deployment',
    () => ({
      AZURE_OPENAI_ENDPOINT: upstream.url,
      AZURE_OPENAI_KEY: 'canary-key',
      AZURE_OPENAI_MODEL: 'gpt',
      AZURE_OPENAI_API_VERSION: '2024-10-21',
      AiOptions__EmbeddingDeployment: 'meaning',
      DOCENT_EMBEDDING_DIMENSIONS: DIMENSIONS,
    }),
  ],
];

test.for(services)('%s', async ([, style, env]) => {
  const server = await start(env());
  try {
    const person = await server.person();
    for (const [name, text] of Object.entries(TEXTS)) await upload(person, name, text);
    await finds(person, QUESTION, '25 days');
    expect(new Set(upstream.embeddings.calls.map((call) => call.style))).toEqual(new Set([style]));
    expect(server.log.join('')).not.toContain('canary-key');
  } finally {
    await server.close();
  }
});

test('without an embedder, or with one that fails, words find what they did', async () => {
  upstream.embeddings.script([{ status: 500 }]);
  const server = await start(ours());
  try {
    const person = await server.person();
    for (const [name, text] of Object.entries(TEXTS)) await upload(person, name, text);
    expect(await search(person, QUESTION)).toEqual([]);
    expect((await search(person, 'days of leave'))[0]).toContain('25 days');
    await expect.poll(() => upstream.embeddings.calls.length).toBeGreaterThan(0);
  } finally {
    await server.close();
  }
});

test('after a start nothing is embedded twice, and reindexing what did not change costs nothing', async () => {
  const first = await start(ours());
  const person = await first.person();
  for (const [name, text] of Object.entries(TEXTS)) await upload(person, name, text);
  await finds(person, QUESTION, '25 days');
  await first.close();
  const asked = upstream.embeddings.calls.length;
  const second = await start(ours());
  try {
    const again = await second.person();
    await finds(again, QUESTION, '25 days');
    const { items } = await again.json<{ items: { id: string }[] }>('/api/v1/documents');
    for (const { id } of items) {
      await again.json(`/api/v1/documents/${id}/reindex`, { body: {} });
      await expect
        .poll(async () => (await again.json<{ state: string }>(`/api/v1/documents/${id}`)).state)
        .toBe('ready');
    }
    await finds(again, 'holidays for everybody', '25 days');
    const later = upstream.embeddings.calls.slice(asked).flatMap(({ texts }) => texts);
    expect(later.filter((text) => text.includes('Everybody has'))).toEqual([]);
    expect(later).toContain('holidays for everybody');
  } finally {
    await second.close();
  }
});

test('a new model is built beside the old one, whose space answers until it is whole', async () => {
  const first = await start(ours('old'));
  const person = await first.person();
  for (const [name, text] of Object.entries(TEXTS)) await upload(person, name, text);
  await finds(person, QUESTION, '25 days');
  await first.close();

  upstream.embeddings.calls.length = 0;
  upstream.embeddings.script(({ body }) =>
    body.model === 'new' ? { status: 429, headers: { 'retry-after': '60' } } : {},
  );
  const second = await start(ours('new'));
  const waiting = await second.person();
  await finds(waiting, QUESTION, '25 days');
  const askedNew = () => upstream.embeddings.calls.some(({ body }) => body.model === 'new');
  await expect.poll(askedNew).toBe(true);
  await finds(waiting, QUESTION, '25 days');
  await second.close();

  upstream.embeddings.script([{}]);
  const third = await start(ours('new'));
  try {
    const late = await third.person();
    await expect
      .poll(async () => {
        await search(late, `${QUESTION} ${Math.random()}`);
        return upstream.embeddings.calls.at(-1)?.body.model;
      })
      .toBe('new');
    await finds(late, QUESTION, '25 days');
  } finally {
    await third.close();
  }
});

test('a passage that no model reads is found by words, and holds nothing up', async () => {
  upstream.embeddings.script([{ refusesText: /corridor/ }]);
  const server = await start(ours());
  try {
    const person = await server.person();
    for (const [name, text] of Object.entries(TEXTS)) await upload(person, name, text);
    await finds(person, QUESTION, '25 days');
    expect((await search(person, 'second corridor'))[0]).toContain('kitchen');
    await expect.poll(() => server.log.join('')).toContain('a passage has no vector');
  } finally {
    await server.close();
  }
});

test('how far the vectors are is told to who may know', async () => {
  const server = await start(ours());
  try {
    const person = await server.person();
    const state = () => person.json<VectorStateView>('/api/v1/vectors');
    const space = `meaning:${DIMENSIONS}`;
    expect(await state()).toEqual({ configured: space, served: null, building: null });
    await upload(person, 'leave.md', TEXTS['leave.md'] ?? '');
    await finds(person, QUESTION, '25 days');
    const served = { space, passages: 1, total: 1 };
    await expect.poll(state).toEqual({ configured: space, served, building: null });
    const member = await server.person({ role: 'member' });
    expect((await member.fetch('/api/v1/vectors')).status).toBe(403);
  } finally {
    await server.close();
  }
});

test('of a changed document only what is new is embedded', async () => {
  const served = await mkdtemp(join(tmpdir(), 'docent-served-'));
  const chapter = (name: string, text: string) => `# ${name}\n\n${`${text} `.repeat(40)}\n\n`;
  const write = (cars: string) =>
    writeFile(
      join(served, 'book.md'),
      chapter('Leave', 'Everybody has 25 days of leave.') + chapter('Cars', cars),
    );
  const serve = async (found: string) => {
    const server = await startServer({ env: ours(), folder, serves: [served] });
    try {
      await finds(await server.person(), `${found} paint`, found);
      await expect.poll(embedded).toBeGreaterThan(0);
    } finally {
      await server.close();
    }
  };
  const texts = () => upstream.embeddings.calls.flatMap((call) => call.texts);
  const embedded = () => texts().filter((text) => text.includes('Cars are')).length;
  try {
    await write('Cars are blue.');
    await serve('blue');
    upstream.embeddings.calls.length = 0;
    await write('Cars are green.');
    await serve('green');
    expect(texts().some((text) => text.includes('Cars are green'))).toBe(true);
    expect(texts().filter((text) => text.includes('Everybody has'))).toEqual([]);
  } finally {
    await rm(served, { recursive: true, force: true });
  }
});
