import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FakeUpstream } from '../testing/fake-upstream.ts';
import { readChunks } from '../testing/read-chunks.ts';
import type { TestPerson } from '../testing/start-server.ts';
import { startWithModel, type ServerWithModel } from '../testing/start-with-model.ts';

type Shown = {
  id: string;
  parentId: string | null;
  role: string;
  siblings: string[];
  parts: { text: string }[];
};
type Read = { activeLeafId: string; messages: Shown[] };

let running: ServerWithModel;
let upstream: FakeUpstream;
let person: TestPerson;

beforeAll(async () => {
  running = await startWithModel();
  ({ upstream, person } = running);
  upstream.script((_, call) => ({ text: `Answer number ${call}.` }));
});
afterAll(() => running.close());

const conversation = async () => {
  const { id } = await person.json<{ id: string }>('/api/v1/conversations', { body: {} });
  await person.ask('First question, about vacation?', { conversationId: id });
  return id;
};
const read = (id: string, query = '') => person.json<Read>(`/api/v1/conversations/${id}${query}`);
const textsOf = ({ messages }: Read) => messages.map(({ parts }) => parts[0]?.text);

const drain = async (response: Response) => {
  expect(response.status).toBe(200);
  await Array.fromAsync(readChunks(response));
};

test('regenerating makes a branch beside the answer, and both stay', async () => {
  const id = await conversation();
  const before = await read(id);
  const answer = before.messages[1];
  const { turnId } = before.messages[1] as unknown as { turnId: string };
  await drain(await person.fetch(`/api/v1/turns/${turnId}/regenerate`, { method: 'POST' }));
  const after = await read(id);
  expect(after.messages).toHaveLength(2);
  expect(after.messages[0]?.id).toBe(before.messages[0]?.id);
  expect(after.messages[1]?.id).not.toBe(answer?.id);
  expect(after.messages[1]?.siblings).toEqual([answer?.id, after.messages[1]?.id]);
  expect((await read(id, '?tree=1')).messages).toHaveLength(3);

  await person.json(`/api/v1/conversations/${id}`, {
    method: 'PATCH',
    body: { activeLeafId: answer?.id },
  });
  expect(textsOf(await read(id))).toEqual(textsOf(before));
});

test('editing a question makes a branch from what it followed', async () => {
  const id = await conversation();
  await person.ask('Second question, about notice?', { conversationId: id });
  const before = await read(id);
  const second = before.messages[2];
  await drain(
    await person.fetch(`/api/v1/conversations/${id}/turns`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text: 'Second question, edited?', parentId: second?.parentId }),
    }),
  );
  const after = await read(id);
  expect(after.messages).toHaveLength(4);
  expect(after.messages[2]?.parts[0]?.text).toBe('Second question, edited?');
  expect(after.messages[2]?.siblings).toHaveLength(2);
  await person.json(`/api/v1/conversations/${id}`, {
    method: 'PATCH',
    body: { activeLeafId: second?.id },
  });
  expect(textsOf(await read(id))).toEqual(textsOf(before));
});

test('the model hears the branch that is asked on, and nothing of the others', async () => {
  const id = await conversation();
  await person.ask('An abandoned question about parking?', { conversationId: id });
  const { messages } = await read(id);
  await drain(
    await person.fetch(`/api/v1/conversations/${id}/turns`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text: 'What did you say?', parentId: messages[1]?.id }),
    }),
  );
  const heard = JSON.stringify(upstream.calls.at(-1)?.body.messages);
  expect(heard).toContain('First question');
  expect(heard).not.toContain('parking');
});

test('a question cannot follow a question, nor a message of another conversation', async () => {
  const id = await conversation();
  const other = await conversation();
  const { messages } = await read(id);
  const post = (conversationId: string, parentId: string | undefined) =>
    person.fetch(`/api/v1/conversations/${conversationId}/turns`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text: 'Really?', parentId }),
    });
  expect((await post(id, messages[0]?.id)).status).toBe(400);
  expect((await post(other, messages[1]?.id)).status).toBe(404);
});
