import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startFakeUpstream, type FakeUpstream } from '../testing/fake-upstream.ts';
import { answerOf, ofType } from '../testing/read-chunks.ts';
import { namesOfDocuments } from '../testing/ready-documents.ts';
import { startServer } from '../testing/start-server.ts';

/** Three settings point the same questions at a model, whichever service has it; answers come from there, cited. */
let upstream: FakeUpstream;
/** The documents are read once. */
let folder: string;

beforeAll(async () => {
  upstream = await startFakeUpstream();
  folder = await mkdtemp(join(tmpdir(), 'docent-settings-'));
});
afterAll(async () => {
  await upstream.close();
  await rm(folder, { recursive: true });
});
const start = (env: Record<string, string> = {}) =>
  startServer({ env, folder, serves: ['examples/documents'] });

const services: [name: string, style: string, env: (url: string) => Record<string, string>][] = [
  [
    'an OpenAI-compatible service',
    'openai',
    (url) => ({
      OPENAI_BASE_URL: `${url}/v1`,
      OPENAI_API_KEY: 'canary-key-1',
      DOCENT_MODEL: 'some-model',
    }),
  ],
  [
    'Azure OpenAI',
    'azure-v1',
    (url) => ({
      AZURE_OPENAI_ENDPOINT: url,
      AZURE_OPENAI_KEY: 'canary-key-2',
      AZURE_OPENAI_MODEL: 'gpt',
    }),
  ],
  [
    'Azure OpenAI by deployment address',
    'azure-deployment',
    (url) => ({
      AZURE_OPENAI_ENDPOINT: url,
      AZURE_OPENAI_KEY: 'canary-key-3',
      AZURE_OPENAI_MODEL: 'gpt',
      AZURE_OPENAI_API_VERSION: '2024-10-21',
    }),
  ],
  ['Ollama', 'openai', (url) => ({ OLLAMA_HOST: url, DOCENT_MODEL: 'llama' })],
];

test.for(services)('%s', async ([, style, env]) => {
  const server = await start(env(upstream.url));
  try {
    const person = await server.person();
    await namesOfDocuments(person, 8);
    const before = upstream.calls.length;
    const chunks = await person.ask('How many days of paid leave do employees have?');
    expect(ofType(chunks, 'data-outcome')[0]?.data).toMatchObject({ outcome: 'completed' });
    expect(ofType(chunks, 'data-answer')[0]?.data.kind).toBe('generated');
    expect(answerOf(chunks)).not.toMatch(/\[\d+\]/);
    const citations = ofType(chunks, 'data-citation').map(({ data }) => data);
    expect(citations.length).toBeGreaterThan(0);
    for (const citation of citations) {
      expect(citation.kind).toBe('placed');
      expect(citation.quote).not.toBe('');
    }
    expect(upstream.calls.slice(before).map((call) => call.style)).toEqual([style]);
    expect(upstream.violations).toEqual([]);
    const traceIds = upstream.calls.slice(before).map(({ headers }) => headers['x-trace-id']);
    expect(traceIds.every((id) => typeof id === 'string' && id.length > 8)).toBe(true);
    expect(server.log.join('')).not.toContain('canary-key');
  } finally {
    await server.close();
  }
});

test('without a model, sentences are quoted, each at its place', async () => {
  const server = await start();
  try {
    const person = await server.person();
    const citations = async () => {
      const chunks = await person.ask('How many weeks of parental leave at full pay?');
      expect(ofType(chunks, 'data-answer')[0]?.data.kind).toBe('quoted');
      return ofType(chunks, 'data-citation').map(({ data }) => data);
    };
    await expect.poll(async () => (await citations()).length).toBeGreaterThan(0);
    for (const { versionId, start, end, quote } of await citations()) {
      const { text } = await person.json<{ text: string }>(`/api/v1/versions/${versionId}/text`);
      expect(text.slice(start ?? 0, end ?? 0)).toBe(quote);
    }
  } finally {
    await server.close();
  }
});
