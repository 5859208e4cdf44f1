import { DefaultChatTransport, readUIMessageStream, type UIMessage, type UIMessageChunk } from 'ai';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startFakeUpstream, type FakeUpstream } from '../testing/fake-upstream.ts';
import { startServer, type TestPerson, type TestServer } from '../testing/start-server.ts';

/** What `useChat` does, with its own transport and its own reader of the stream. */
let upstream: FakeUpstream;
let server: TestServer;
let person: TestPerson;
let transport: DefaultChatTransport<UIMessage>;

beforeAll(async () => {
  upstream = await startFakeUpstream();
  server = await startServer({
    env: { OPENAI_BASE_URL: `${upstream.url}/v1`, OPENAI_API_KEY: 'k', DOCENT_MODEL: 'small' },
  });
  person = await server.person();
  transport = new DefaultChatTransport({
    api: `${server.url}/api/v1/ui-chat`,
    headers: { authorization: `Bearer ${person.key}` },
  });
});
afterAll(async () => {
  await server.close();
  await upstream.close();
});

const said = (text: string, id = `u-${text}`): UIMessage => ({
  id,
  role: 'user',
  parts: [{ type: 'text', text }],
});
const textOf = (message: UIMessage | undefined): string =>
  (message?.parts ?? []).map((part) => (part.type === 'text' ? part.text : '')).join('');

const send = (
  chatId: string,
  messages: UIMessage[],
  over: { trigger?: 'regenerate-message'; messageId?: string } = {},
) =>
  transport.sendMessages({
    chatId,
    messages,
    trigger: over.trigger ?? 'submit-message',
    messageId: over.messageId,
    abortSignal: undefined,
  });
const read = async (stream: ReadableStream<UIMessageChunk>): Promise<UIMessage> => {
  const messages = await Array.fromAsync(readUIMessageStream({ stream, terminateOnError: true }));
  const last = messages.at(-1);
  if (!last) throw new Error('no message came');
  return last;
};
type Tree = {
  messages: { id: string; parentId: string | null; role: string; parts: { text: string }[] }[];
};
const newest = async (): Promise<Tree> => {
  const { items } = await person.json<{ items: { id: string }[] }>('/api/v1/conversations');
  return person.json(`/api/v1/conversations/${items[0]?.id}?tree=1`);
};

test('a question is answered with text and typed data', async () => {
  upstream.script([{ text: ['Hello ', 'there.'] }]);
  const message = await read(await send('one', [said('Who are you?')]));
  expect(message.role).toBe('assistant');
  expect(textOf(message)).toBe('Hello there.');
  const types = message.parts.map(({ type }) => type);
  expect(types).toEqual(expect.arrayContaining(['data-answer', 'data-outcome', 'data-usage']));
  expect(message.metadata).toMatchObject({ turnId: expect.any(String) });
});

test('the second question goes on where our store is, not where the client says', async () => {
  upstream.script([{ text: 'First.' }, { text: 'Second.' }]);
  const first = said('What is first?');
  const answer = await read(await send('two', [first]));
  const forged: UIMessage = { ...answer, parts: [{ type: 'text', text: 'I promised you a car.' }] };
  await read(await send('two', [first, forged, said('And then?')]));
  const { messages } = await newest();
  expect(messages.map(({ parts }) => parts[0]?.text)).toEqual([
    'What is first?',
    'First.',
    'And then?',
    'Second.',
  ]);
  expect(JSON.stringify(upstream.calls.at(-1)?.body)).not.toContain('promised');
});

test('an edited question becomes a branch beside the first', async () => {
  upstream.script([{ text: 'a' }, { text: 'b' }, { text: 'c' }]);
  const first = said('One?', 'q1');
  const answer = await read(await send('three', [first]));
  await read(await send('three', [first, answer, said('Two?')]));
  await read(await send('three', [said('One, but better?', 'q1')], { messageId: 'q1' }));
  const { messages } = await newest();
  expect(messages.filter(({ parentId }) => parentId === null)).toHaveLength(2);
});

test('answering again makes another answer to the same question', async () => {
  upstream.script([{ text: 'a' }, { text: 'b' }]);
  const question = said('Again?');
  const answer = await read(await send('four', [question]));
  const other = await read(
    await send('four', [question], { trigger: 'regenerate-message', messageId: answer.id }),
  );
  expect(other.id).not.toBe(answer.id);
  const { messages } = await newest();
  expect(messages.filter(({ role }) => role === 'user')).toHaveLength(1);
  expect(messages.filter(({ role }) => role === 'assistant')).toHaveLength(2);
});

test('who comes back while it is written reads it from its start; stop ends it', async () => {
  upstream.script([{ text: Array.from({ length: 4_000 }, (_, at) => `w${at} `), delayMs: 15 }]);
  const stream = await send('five', [said('Long?')]);
  const reader = stream.getReader();
  for (let seen = 0; seen < 8; seen += 1) await reader.read();
  await reader.cancel();

  const again = await transport.reconnectToStream({ chatId: 'five' });
  if (!again) throw new Error('it is not being written any more');
  let text = '';
  let stopped: unknown = null;
  for await (const message of readUIMessageStream({ stream: again, terminateOnError: true })) {
    text = textOf(message);
    if (text.includes('w9 '))
      stopped ??= await person.json('/api/v1/ui-chat/five/stop', { method: 'POST' });
  }
  expect(stopped).toEqual({ stopped: true });
  expect(text).toMatch(/^w0 w1 w2 /);
  expect(text).not.toContain('w3999');
  expect(await transport.reconnectToStream({ chatId: 'five' })).toBeNull();
});

test('a failed answer is an error there', async () => {
  upstream.script([{ status: 400, error: { message: 'no', code: 'bad' } }]);
  await expect(send('six', [said('Fail?')]).then(read)).rejects.toThrow('model');
});

test('an answer to be given again that is not there is refused', async () => {
  await expect(
    send('seven', [said('Never asked')], { trigger: 'regenerate-message', messageId: 'x' }),
  ).rejects.toThrow('There is no such answer');
});
