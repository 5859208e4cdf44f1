import OpenAI, { AzureOpenAI, BadRequestError, InternalServerError, NotFoundError } from 'openai';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { FAKE_DIMENSIONS } from '../testing/fake-upstream/embeddings.ts';
import { startFakeUpstream, type FakeUpstream } from '../testing/fake-upstream.ts';
import { startServer, type TestServer } from '../testing/start-server.ts';

/** The official client, unmodified, asks the OpenAI surface for vectors. */
let upstream: FakeUpstream;
let server: TestServer;
let client: OpenAI;
let key: string;
const model = 'meaning';

beforeAll(async () => {
  upstream = await startFakeUpstream();
  server = await startServer({
    env: {
      OPENAI_BASE_URL: `${upstream.url}/v1`,
      OPENAI_API_KEY: 'k',
      DOCENT_EMBEDDING_MODEL: model,
      DOCENT_EMBEDDING_DIMENSIONS: String(FAKE_DIMENSIONS),
    },
  });
  ({ key } = await server.person());
  client = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: key, maxRetries: 0 });
});
beforeEach(() => {
  upstream.embeddings.script([{}]);
});
afterAll(async () => {
  await server.close();
  await upstream.close();
});

test('texts get their vectors, in order, in either encoding', async () => {
  const input = ['leave', 'printers', 'leave'];
  const { data, usage, model: named } = await client.embeddings.create({ model, input });
  expect(data.map(({ index }) => index)).toEqual([0, 1, 2]);
  expect(data.every(({ embedding }) => embedding.length === FAKE_DIMENSIONS)).toBe(true);
  expect(data[0]?.embedding).toEqual(data[2]?.embedding);
  expect(data[0]?.embedding).not.toEqual(data[1]?.embedding);
  expect(usage.total_tokens).toBeGreaterThan(0);
  expect(named).toBe(model);
  const numbers = await client.embeddings.create({ model, input, encoding_format: 'float' });
  expect(numbers.data[0]?.embedding).toEqual(data[0]?.embedding);
});

test('Azure clients reach it by their address', async () => {
  const azure = new AzureOpenAI({
    endpoint: server.url,
    apiKey: key,
    apiVersion: '2024-10-21',
    maxRetries: 0,
  });
  const { data } = await azure.embeddings.create({ model, input: 'leave' });
  expect(data[0]?.embedding).toHaveLength(FAKE_DIMENSIONS);
});

test('the model is listed', async () => {
  const ids = (await client.models.list()).data.map(({ id }) => id);
  expect(ids).toEqual(['knowledge/default', model]);
});

test('what cannot be done is refused with the classes that clients know', async () => {
  const create = (wish: Partial<OpenAI.EmbeddingCreateParams>) =>
    client.embeddings.create({ model, input: 'leave', ...wish });
  await expect(create({ model: 'other' })).rejects.toBeInstanceOf(NotFoundError);
  await expect(create({ input: '' })).rejects.toBeInstanceOf(BadRequestError);
  await expect(create({ input: [] })).rejects.toBeInstanceOf(BadRequestError);
  await expect(create({ input: [1, 2] })).rejects.toBeInstanceOf(BadRequestError);
  await expect(create({ dimensions: 5 })).rejects.toBeInstanceOf(BadRequestError);
  upstream.embeddings.script([{ status: 401 }]);
  await expect(create({})).rejects.toBeInstanceOf(InternalServerError);
});
