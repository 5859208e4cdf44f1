import OpenAI, {
  AuthenticationError,
  AzureOpenAI,
  BadRequestError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
} from 'openai';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { uploaded } from '../src/contracts/knowledge.ts';
import { startFakeUpstream, type FakeUpstream } from '../testing/fake-upstream.ts';
import { readJson } from '../testing/read-json.ts';
import { startServer, type TestPerson, type TestServer } from '../testing/start-server.ts';

/** The official client, unmodified, against the OpenAI surface. */
let upstream: FakeUpstream;
let server: TestServer;
let person: TestPerson;
let client: OpenAI;

const QUESTION = 'How many days of leave do employees have?';
const messages = [{ role: 'user' as const, content: QUESTION }];
const KNOWLEDGE = 'knowledge/default';
/** More than the tests ask, and few enough to be asked within the minute however slow the machine is. */
const ASKS_PER_MINUTE = 60;

beforeAll(async () => {
  upstream = await startFakeUpstream();
  server = await startServer({
    env: {
      OPENAI_BASE_URL: `${upstream.url}/v1`,
      OPENAI_API_KEY: 'k',
      DOCENT_MODEL: 'small',
      DOCENT_ASKS_PER_MINUTE: String(ASKS_PER_MINUTE),
    },
  });
  person = await server.person();
  client = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: person.key, maxRetries: 0 });
  const form = new FormData();
  form.append('file', new Blob(['# Leave\n\nEmployees have 25 days of leave.\n']), 'leave.md');
  const response = await person.fetch('/api/v1/documents', { method: 'POST', body: form });
  const id = (await readJson(uploaded, response)).documents[0]?.id;
  while ((await person.json<{ state: string }>(`/api/v1/documents/${id}`)).state !== 'ready') {
    await sleep(50);
  }
});
afterAll(async () => {
  await server.close();
  await upstream.close();
});

type WithContext = {
  context?: { citations?: { content: string }[]; intent?: string; verified?: { quote: string }[] };
};

test('lists knowledge bases and the configured model, and finds each', async () => {
  const ids = (await client.models.list()).data.map(({ id }) => id);
  expect(ids).toEqual([KNOWLEDGE, 'small']);
  expect((await client.models.retrieve('small')).object).toBe('model');
  const base = await fetch(`${server.url}/v1/models/${KNOWLEDGE}`, {
    headers: { 'api-key': person.key },
  });
  expect(await base.json()).toMatchObject({ id: KNOWLEDGE, object: 'model' });
});

test('a knowledge base answers with marks, citations and where they stand', async () => {
  upstream.script(() => 'cited');
  const { data, response } = await client.chat.completions
    .create({ model: KNOWLEDGE, messages })
    .withResponse();
  expect(response.headers.get('x-request-id')).toBe(response.headers.get('x-trace-id'));
  expect(Number(response.headers.get('x-ratelimit-remaining-requests'))).toBeGreaterThan(0);
  const message: (typeof data.choices)[0]['message'] & WithContext = data.choices[0]!.message;
  expect(message.content).toContain('[doc1]');
  expect(data.choices[0]!.finish_reason).toBe('stop');
  expect(message.context?.citations?.[0]?.content).toContain('25 days');
  expect(JSON.parse(message.context?.intent ?? '')).toEqual([QUESTION]);
  expect(message.context?.verified?.[0]?.quote).toContain('25 days');
  expect(data.usage?.total_tokens).toBeGreaterThan(0);
});

test('streamed, the same text comes, the citations first, usage when asked for', async () => {
  upstream.script(() => 'cited');
  const whole = await client.chat.completions.create({ model: KNOWLEDGE, messages });
  const stream = await client.chat.completions.create({
    model: KNOWLEDGE,
    messages,
    stream: true,
    stream_options: { include_usage: true },
  });
  const chunks = await Array.fromAsync(stream);
  const deltas: (object & WithContext & { content?: string | null })[] = chunks.flatMap((chunk) =>
    chunk.choices.map(({ delta }) => delta),
  );
  expect(deltas.map(({ content }) => content ?? '').join('')).toBe(
    whole.choices[0]!.message.content,
  );
  expect(deltas[0]?.context?.citations).toHaveLength(1);
  expect(deltas.at(-1)?.context?.verified).toHaveLength(1);
  expect(chunks.at(-1)?.usage?.completion_tokens).toBeGreaterThan(0);
  expect(new Set(chunks.map(({ id }) => id)).size).toBe(1);
});

test('the model itself answers, streamed and whole, and nothing is kept of it', async () => {
  upstream.script([{ text: ['Good ', 'day.'] }]);
  const before = await person.json<{ items: unknown[] }>('/api/v1/conversations');
  const whole = await client.chat.completions.create({
    model: 'small',
    messages,
    temperature: 0.5,
    max_tokens: 9,
  });
  expect(whole.choices[0]!.message.content).toBe('Good day.');
  expect(upstream.calls.at(-1)?.body).toMatchObject({ temperature: 0.5 });
  const stream = client.chat.completions.stream({ model: 'small', messages });
  expect(await stream.finalContent()).toBe('Good day.');
  expect(await person.json('/api/v1/conversations')).toEqual(before);
});

test('when its client leaves, a model is let go; a knowledge base’s answer is written to its end', async () => {
  const looked = Promise.withResolvers<void>();
  const text = Array.from({ length: 60 }, (_, at) => `w${at} `);
  upstream.script([{ text, after: 30, until: looked.promise }]);
  const leave = async (model: string) => {
    const stream = await client.chat.completions.create({ model, messages, stream: true });
    for await (const chunk of stream) if ((chunk.choices[0]?.delta.content ?? '') !== '') break;
    return upstream.calls.at(-1);
  };
  const raw = await leave('small');
  await expect.poll(() => raw?.closedAt).not.toBeNull();

  const kept = await leave(KNOWLEDGE);
  const { items } = await person.json<{ items: { id: string; runningTurnId: string | null }[] }>(
    '/api/v1/conversations',
  );
  const [newest] = items;
  expect(newest?.runningTurnId).not.toBeNull();
  looked.resolve();
  const path = `/api/v1/conversations/${newest?.id}`;
  type Read = { messages: { state: string; parts: { text: string }[] }[] };
  let read = await person.json<Read>(path);
  while (read.messages.at(-1)?.state === 'streaming') {
    await sleep(50);
    read = await person.json<Read>(path);
  }
  expect(read.messages.at(-1)?.parts[0]?.text).toContain('w59');
  expect(kept?.closedAt).toBeNull();
});

test('a named conversation remembers; history from the client is not stored as ours', async () => {
  upstream.script([{ text: 'As you said.' }]);
  const ask = (content: string) =>
    person.fetch('/v1/chat/completions', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        model: KNOWLEDGE,
        conversation_id: 'mine',
        messages: [
          { role: 'assistant', content: 'I promised you 99 days.' },
          { role: 'user', content },
        ],
      }),
    });
  await (await ask('How many days of leave?')).text();
  await (await ask('And who may take them?')).text();
  const { items } = await person.json<{ items: { id: string }[] }>('/api/v1/conversations');
  const read = JSON.stringify(await person.json(`/api/v1/conversations/${items[0]?.id}?tree=1`));
  expect(read).toContain('And who may take them?');
  expect(read).toContain('How many days of leave?');
  expect(read).not.toContain('99 days');
});

test('the base that is named is the one that is asked, also in a conversation that asked another', async () => {
  upstream.script(() => 'cited');
  const { id } = await person.json<{ id: string }>('/api/v1/bases', {
    body: { name: 'Empty', description: '' },
  });
  const sourcesOf = async (model: string) => {
    const { choices } = await person.json<{
      choices: { message: { context: { citations: unknown[] } } }[];
    }>('/v1/chat/completions', { body: { model, conversation_id: 'two bases', messages } });
    return choices[0]!.message.context.citations.length;
  };
  expect(await sourcesOf(KNOWLEDGE)).toBeGreaterThan(0);
  expect(await sourcesOf(`knowledge/${id}`)).toBe(0);
});

test('the Azure client asks a deployment', async () => {
  upstream.script([{ text: 'Good day.' }]);
  for (const deployment of ['small', KNOWLEDGE]) {
    const azure = new AzureOpenAI({
      endpoint: server.url,
      apiKey: person.key,
      apiVersion: '2024-10-21',
      deployment,
    });
    const answer = await azure.chat.completions.create({ model: deployment, messages });
    expect(answer.choices[0]!.message.content).toContain('Good day.');
  }
});

test('errors are of the classes that programs catch', async () => {
  const stranger = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: 'sk-wrong', maxRetries: 0 });
  await expect(stranger.models.list()).rejects.toThrow(AuthenticationError);
  const create = (over: object) =>
    client.chat.completions.create({
      model: KNOWLEDGE,
      messages,
      ...over,
    } as OpenAI.ChatCompletionCreateParamsNonStreaming);
  await expect(create({ model: 'gpt-none' })).rejects.toMatchObject({
    constructor: NotFoundError,
    code: 'model_not_found',
    param: 'model',
  });
  await expect(create({ model: 'knowledge/none' })).rejects.toThrow(NotFoundError);
  await expect(create({ messages: [] })).rejects.toMatchObject({
    constructor: BadRequestError,
    type: 'invalid_request_error',
    param: 'messages',
  });
  for (const over of [
    { tools: [{ type: 'function', function: { name: 'x' } }] },
    { stop: ['x'] },
    { n: 2 },
    { response_format: { type: 'json_object' } },
  ]) {
    await expect(create(over)).rejects.toMatchObject({
      constructor: BadRequestError,
      param: Object.keys(over)[0],
    });
  }
  const image = { type: 'image_url' as const, image_url: { url: 'http://169.254.169.254/x.png' } };
  await expect(
    create({ model: 'small', messages: [{ role: 'user', content: [image] }] }),
  ).rejects.toThrow(BadRequestError);
  await expect(client.embeddings.create({ model: 'small', input: 'x' })).rejects.toThrow(
    NotFoundError,
  );
});

test('what a key may not do, and what is asked too often, have their classes too', async () => {
  const { docent } = server;
  const [account] = (await docent.accounts.accounts('default')).filter(
    ({ role }) => role === 'administrator',
  );
  const reader = await docent.access.keys.add(
    {
      tenant: 'default',
      id: account?.id ?? '',
      kind: 'user',
      name: 'x',
      role: 'administrator',
      groups: [],
      scopes: [],
    },
    { name: 'reads only', role: 'viewer', scopes: ['knowledge:read'] },
  );
  const reads = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: reader.text, maxRetries: 0 });
  await expect(reads.chat.completions.create({ model: 'small', messages })).rejects.toThrow(
    PermissionDeniedError,
  );

  upstream.script([{ text: 'x' }]);
  const hasty = await server.person({ name: 'hasty' });
  const often = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: hasty.key, maxRetries: 0 });
  const ask = () =>
    often.chat.completions.create({ model: 'gpt-none', messages }).catch((error: unknown) => error);
  const failures = await Promise.all(Array.from({ length: ASKS_PER_MINUTE + 5 }, ask));
  const limited = failures.find(
    (error): error is RateLimitError => error instanceof RateLimitError,
  );
  expect(limited).toMatchObject({ status: 429, code: 'rate_limit_exceeded' });
  expect(limited?.headers?.get('x-ratelimit-remaining-requests')).toBe('0');
  expect(Number(limited?.headers?.get('retry-after'))).toBeGreaterThan(0);
});
