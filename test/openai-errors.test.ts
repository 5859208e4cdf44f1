import OpenAI, {
  APIError,
  AuthenticationError,
  BadRequestError,
  InternalServerError,
  NotFoundError,
  UnprocessableEntityError,
} from 'openai';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startFakeUpstream, type Behaviour, type FakeUpstream } from '../testing/fake-upstream.ts';
import { startServer, type TestPerson, type TestServer } from '../testing/start-server.ts';

/** Every answer can be found again by its id; every failure is of the class that programs catch, retried or not. */
let upstream: FakeUpstream;
let server: TestServer;
let person: TestPerson;
let client: OpenAI;

const messages = [{ role: 'user' as const, content: 'Good day?' }];

beforeAll(async () => {
  upstream = await startFakeUpstream();
  server = await startServer({
    env: { OPENAI_BASE_URL: `${upstream.url}/v1`, OPENAI_API_KEY: 'k', DOCENT_MODEL: 'small' },
  });
  person = await server.person();
  client = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: person.key, maxRetries: 0 });
});
afterAll(async () => {
  await server.close();
  await upstream.close();
});

test('every answer has its id and says how much may still be asked', async () => {
  upstream.script([{ text: 'Good day.' }]);
  const post = (body: object) => ({
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ messages, ...body }),
  });
  const answers: [number, string, RequestInit?][] = [
    [200, '/v1/models'],
    [200, '/v1/models/small'],
    [404, '/v1/models/none'],
    [405, '/v1/chat/completions'],
    [200, '/v1/chat/completions', post({ model: 'small' })],
    [200, '/v1/chat/completions', post({ model: 'small', stream: true })],
    [200, '/v1/chat/completions', post({ model: 'knowledge/default', stream: true })],
    [400, '/v1/chat/completions', post({ model: 'small', n: 2 })],
    [404, '/v1/chat/completions', post({ model: 'none' })],
    [200, '/openai/deployments/small/chat/completions?api-version=2024-10-21', post({})],
  ];
  for (const [status, path, init] of answers) {
    const response = await person.fetch(path, init);
    await response.text();
    const { headers } = response;
    expect([path, response.status]).toEqual([path, status]);
    expect(headers.get('x-request-id')).toBe(headers.get('x-trace-id'));
    expect(Number(headers.get('x-ratelimit-limit-requests'))).toBeGreaterThan(0);
    expect(Number(headers.get('x-ratelimit-remaining-requests'))).toBeGreaterThan(0);
    expect(headers.get('x-ratelimit-reset-requests')).toMatch(/^\d+s$/);
  }
  for (const path of ['/v1/models', '/v1/nothing']) {
    const { headers } = await fetch(server.url + path);
    expect(headers.get('x-request-id')).toBe(headers.get('x-trace-id'));
  }
});

test('looking at models uses up nothing of what may be asked', async () => {
  const left = async () =>
    (await person.fetch('/v1/models')).headers.get('x-ratelimit-remaining-requests');
  expect(await left()).toBe(await left());
});

const failures: [string, Behaviour, new (...given: never[]) => APIError, object, string | null][] =
  [
    ['that is down', { status: 500 }, InternalServerError, { status: 502 }, null],
    ['that is busy', { status: 429 }, InternalServerError, { status: 503 }, null],
    ['that knows no such key', { status: 401 }, InternalServerError, { status: 502 }, 'false'],
    [
      'that filters the question',
      { status: 400, error: { code: 'content_filter' } },
      BadRequestError,
      { code: 'content_filter' },
      'false',
    ],
  ];
test.for(failures)('a model %s', async ([, behaviour, type, fields, retry]) => {
  upstream.script([behaviour]);
  const failure = await client.chat.completions
    .create({ model: 'small', messages })
    .catch((error: unknown) => error);
  if (!(failure instanceof APIError)) throw new Error('nothing failed');
  expect(failure).toBeInstanceOf(type);
  expect(failure).toMatchObject(fields);
  expect(failure.requestID).toMatch(/^[0-9a-f]{32}$/);
  expect(failure.headers?.get('x-should-retry')).toBe(retry);
});

test('a failure in the middle of a stream is thrown where the stream is read', async () => {
  upstream.script([{ fault: 'error-in-stream', after: 1 }]);
  const stream = await client.chat.completions.create({ model: 'small', messages, stream: true });
  await expect(Array.fromAsync(stream)).rejects.toMatchObject({
    constructor: APIError,
    code: 'upstream_failed',
  });
});

test('a key for two requests, a model that is not there, and nobody at all', async () => {
  upstream.script([{ text: 'Good day.' }]);
  const ask = (content: string) =>
    client.chat.completions.create(
      { model: 'knowledge/default', messages: [{ role: 'user', content }] },
      { headers: { 'idempotency-key': 'once' } },
    );
  await ask('One?');
  await expect(ask('Two?')).rejects.toBeInstanceOf(UnprocessableEntityError);
  await expect(client.models.retrieve('none')).rejects.toBeInstanceOf(NotFoundError);
  const nobody = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: 'wrong', maxRetries: 0 });
  await expect(nobody.models.list()).rejects.toMatchObject({
    constructor: AuthenticationError,
    code: 'invalid_api_key',
    requestID: expect.stringMatching(/^[0-9a-f]{32}$/),
  });
});

test('knowledge bases take no tools yet, and say which field asks for too much', async () => {
  const tools = [{ type: 'function' as const, function: { name: 'weather' } }];
  const call = { id: 'c', type: 'function' as const, function: { name: 'f', arguments: '{}' } };
  await expect(
    client.chat.completions.create({ model: 'knowledge/default', messages, tools }),
  ).rejects.toMatchObject({ constructor: BadRequestError, param: 'tools' });
  const history = [
    { role: 'assistant' as const, tool_calls: [call] },
    { role: 'tool' as const, tool_call_id: 'c', content: 'x' },
  ];
  upstream.script([{ text: 'Good day.' }]);
  const answer = await client.chat.completions.create({
    model: 'knowledge/default',
    messages: [...history, ...messages],
  });
  expect(answer.choices[0]?.finish_reason).toBe('stop');
});
