import { afterAll, beforeAll, expect, test } from 'vitest';
import { startFakeUpstream, type FakeUpstream } from '../testing/fake-upstream.ts';
import { startServer, type TestPerson, type TestServer } from '../testing/start-server.ts';

/** Many requests at the same moment are held to what one after the other would be. */
const LONG = Array.from({ length: 50 }, () => 'word ');

let upstream: FakeUpstream;
let server: TestServer;
let person: TestPerson;

beforeAll(async () => {
  upstream = await startFakeUpstream();
  server = await startServer({
    env: {
      OPENAI_BASE_URL: `${upstream.url}/v1`,
      OPENAI_API_KEY: 'key',
      DOCENT_MODEL: 'fake',
      DOCENT_TURNS_AT_ONCE: '3',
    },
  });
  person = await server.person();
});
afterAll(async () => {
  await server.close();
  await upstream.close();
});

const newConversation = async () =>
  (await person.json<{ id: string }>('/api/v1/conversations', { body: {} })).id;

/** None is answered to its end before all are taken or refused. */
const asked = async (conversationIds: string[]): Promise<number[]> => {
  const allDecided = Promise.withResolvers<void>();
  upstream.script([{ text: LONG, until: allDecided.promise }]);
  const responses = await Promise.all(
    conversationIds.map((id) =>
      person.fetch(`/api/v1/conversations/${id}/turns`, {
        method: 'POST',
        body: JSON.stringify({ text: 'How long is the notice period?' }),
        headers: { 'content-type': 'application/json' },
      }),
    ),
  );
  allDecided.resolve();
  await Promise.all(responses.map((response) => response.text()));
  return responses.map(({ status }) => status).toSorted((one, other) => one - other);
};
const messagesOf = async (id: string) =>
  (await person.json<{ messages: unknown[] }>(`/api/v1/conversations/${id}?tree=1`)).messages;

test('of questions that go on from the same place one is taken, and no branch appears', async () => {
  const id = await newConversation();
  expect(await asked([id, id, id])).toEqual([200, 409, 409]);
  expect(await messagesOf(id)).toHaveLength(2);
});

test('no more turns are accepted than may run, however many ask at once', async () => {
  const ids = await Promise.all(Array.from({ length: 9 }, newConversation));
  const statuses = await asked(ids);
  expect(statuses).toEqual([...Array(3).fill(200), ...Array(6).fill(503)]);
  const kept = await Promise.all(ids.map(messagesOf));
  expect(kept.filter((messages) => messages.length > 0)).toHaveLength(3);
});

test('a file on its way into a conversation that is deleted meanwhile does not outlive it', async () => {
  for (let round = 0; round < 10; round += 1) {
    const id = await newConversation();
    const form = new FormData();
    form.append('file', new Blob([`Attachment ${round}.`]), 'attached.txt');
    const [uploaded, deleted] = await Promise.all([
      person.fetch(`/api/v1/conversations/${id}/attachments`, { method: 'POST', body: form }),
      person.fetch(`/api/v1/conversations/${id}`, { method: 'DELETE' }),
    ]);
    expect(deleted.status).toBe(204);
    expect([201, 404, 409]).toContain(uploaded.status);
    if (uploaded.status !== 201) continue;
    const { documents } = (await uploaded.json()) as { documents: { id: string }[] };
    expect((await person.fetch(`/api/v1/documents/${documents[0]?.id}`)).status).toBe(404);
  }
});
