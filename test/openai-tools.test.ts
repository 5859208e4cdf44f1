import OpenAI, { BadRequestError } from 'openai';
import { zodResponseFormat } from 'openai/helpers/zod';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { startFakeUpstream, type FakeUpstream } from '../testing/fake-upstream.ts';
import { startServer, type TestServer } from '../testing/start-server.ts';

/** A client's own tools and parameters go to the model it names; its tools are never run here. */
let upstream: FakeUpstream;
let server: TestServer;
let client: OpenAI;

const messages = [{ role: 'user' as const, content: 'Will it rain in Lisbon?' }];
const parameters = { type: 'object', properties: { town: { type: 'string' } } };
const weather = {
  type: 'function' as const,
  function: { name: 'weather', description: 'The weather of a town', parameters },
};
const call = { id: 'call_1', name: 'weather', arguments: '{"town":"Lisbon"}' };
const wireCall = {
  id: 'call_1',
  type: 'function',
  function: { name: 'weather', arguments: '{"town":"Lisbon"}' },
};

beforeAll(async () => {
  upstream = await startFakeUpstream();
  server = await startServer({
    env: { OPENAI_BASE_URL: `${upstream.url}/v1`, OPENAI_API_KEY: 'k', DOCENT_MODEL: 'small' },
  });
  const { key } = await server.person();
  client = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: key, maxRetries: 0 });
});
afterAll(async () => {
  await server.close();
  await upstream.close();
});

const create = (over: object) =>
  client.chat.completions.create({
    model: 'small',
    messages,
    ...over,
  } as OpenAI.ChatCompletionCreateParamsNonStreaming);

test('a tool is offered, and its call comes back whole', async () => {
  upstream.script([{ toolCalls: [call] }]);
  const { choices } = await create({ tools: [weather], tool_choice: 'required' });
  expect(choices[0]).toMatchObject({
    finish_reason: 'tool_calls',
    message: { role: 'assistant', content: null, tool_calls: [wireCall] },
  });
  expect(upstream.calls.at(-1)?.body).toMatchObject({ tools: [weather], tool_choice: 'required' });
});

test('several calls beside text come as a stream that the client puts together', async () => {
  const porto = { id: 'call_2', name: 'weather', arguments: '{"town":"Porto"}' };
  upstream.script([{ text: 'Let me look.', toolCalls: [call, porto], pieceBytes: 50 }]);
  const stream = client.chat.completions.stream({
    model: 'small',
    messages,
    tools: [weather],
    stream_options: { include_usage: true },
  });
  const chunks = await Array.fromAsync(stream);
  const { choices, usage } = await stream.finalChatCompletion();
  expect(choices[0]).toMatchObject({
    finish_reason: 'tool_calls',
    message: {
      content: 'Let me look.',
      tool_calls: [wireCall, { id: 'call_2', function: { arguments: porto.arguments } }],
    },
  });
  expect(usage?.prompt_tokens).toBe(100);
  expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { total_tokens: expect.any(Number) } });
  for (const chunk of chunks.slice(0, -1)) {
    expect(chunk.usage).toBeNull();
    expect(chunk.choices).toHaveLength(1);
  }
});

test.for([false, true])(
  'the client’s helper runs its tools to the end, streamed: %s',
  async (stream) => {
    upstream.script([{ toolCalls: [call] }, { text: 'It rains in Lisbon.' }]);
    const asked: unknown[] = [];
    const tool = {
      type: 'function' as const,
      function: {
        ...weather.function,
        parse: JSON.parse,
        function: (given: unknown) => {
          asked.push(given);
          return 'Rain.';
        },
      },
    };
    const body = { model: 'small', messages, tools: [tool] };
    const runner = stream
      ? client.chat.completions.runTools({ ...body, stream: true })
      : client.chat.completions.runTools(body);
    expect(await runner.finalContent()).toBe('It rains in Lisbon.');
    expect(asked).toEqual([{ town: 'Lisbon' }]);
    expect(upstream.calls.at(-1)?.body.messages.slice(1)).toEqual([
      { role: 'assistant', content: null, tool_calls: [wireCall] },
      { role: 'tool', tool_call_id: 'call_1', content: 'Rain.' },
    ]);
    expect(upstream.violations).toEqual([]);
  },
);

test('the parameters that the wire knows reach the model', async () => {
  upstream.script([{ text: '{"days":25}' }]);
  const given = {
    temperature: 0.5,
    top_p: 0.9,
    stop: ['END'],
    seed: 7,
    presence_penalty: 0.5,
    frequency_penalty: -0.5,
    user: 'someone',
    max_tokens: 9,
  };
  await create({ ...given, stop: 'END', logit_bias: {}, parallel_tool_calls: null });
  expect(upstream.calls.at(-1)?.body).toMatchObject(given);
  await create({ max_tokens: 9, max_completion_tokens: 8 });
  expect(upstream.calls.at(-1)?.body).toMatchObject({ max_tokens: 8 });

  const parsed = await client.chat.completions.parse({
    model: 'small',
    messages,
    response_format: zodResponseFormat(z.object({ days: z.number() }), 'leave'),
  });
  expect(parsed.choices[0]?.message.parsed).toEqual({ days: 25 });
  expect(upstream.calls.at(-1)?.body.response_format).toMatchObject({
    type: 'json_schema',
    json_schema: { name: 'leave', strict: true },
  });
  expect(upstream.violations).toEqual([]);
});

const result = (id: string) => ({ role: 'tool', tool_call_id: id, content: 'Rain.' });
const asking = { role: 'assistant', content: null, tool_calls: [wireCall] };
const wrong: [string, object][] = [
  ['temperature', { temperature: 3 }],
  ['top_p', { top_p: -1 }],
  ['stop', { stop: ['a', 'b', 'c', 'd', 'e'] }],
  ['seed', { seed: 'x' }],
  ['presence_penalty', { presence_penalty: 3 }],
  ['frequency_penalty', { frequency_penalty: -3 }],
  ['max_completion_tokens', { max_completion_tokens: 0 }],
  ['response_format.type', { response_format: { type: 'xml' } }],
  ['n', { n: 2 }],
  ['functions', { functions: [{ name: 'weather' }] }],
  ['logprobs', { logprobs: true }],
  ['tools.0.type', { tools: [{ type: 'web_search' }] }],
  ['tools.0.function.name', { tools: [{ type: 'function', function: { name: 'the weather' } }] }],
  ['tool_choice', { tool_choice: 'auto' }],
  [
    'tool_choice',
    { tools: [weather], tool_choice: { type: 'function', function: { name: 'other' } } },
  ],
  ['messages.1.tool_call_id', { messages: [...messages, result('call_9')] }],
  ['messages.2.role', { messages: [...messages, asking, ...messages] }],
  ['messages', { messages: [...messages, asking] }],
];
test.for(wrong)('%s that cannot be is named: %j', async ([param, over]) => {
  const before = upstream.calls.length;
  await expect(create(over)).rejects.toMatchObject({
    constructor: BadRequestError,
    type: 'invalid_request_error',
    param,
  });
  expect(upstream.calls).toHaveLength(before);
});

test('a parameter that the model refuses is the caller’s to know', async () => {
  upstream.script([{ refuses: 'seed' }]);
  for (const stream of [true, false]) {
    await expect(create({ seed: 7, stream })).rejects.toMatchObject({
      constructor: BadRequestError,
      param: 'seed',
    });
  }
});

test('a call that the model leaves half written is an error, not a call', async () => {
  const pieces = [{ index: 0, id: 'call_1', function: { name: 'weather', arguments: '{"town":' } }];
  upstream.script([{ toolCallPieces: pieces }]);
  await expect(create({ tools: [weather] })).rejects.toMatchObject({
    status: 502,
    code: 'upstream_garbled',
  });
  const stream = client.chat.completions.stream({ model: 'small', messages, tools: [weather] });
  await expect(stream.finalChatCompletion()).rejects.toMatchObject({ code: 'upstream_garbled' });
});
