import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  conversation,
  conversationHit,
  conversationWithMessages,
} from '../src/contracts/conversation.ts';
import { uploaded, versionText } from '../src/contracts/knowledge.ts';
import { readJson } from '../testing/read-json.ts';
import { ofType } from '../testing/read-chunks.ts';
import { startServer, type TestPerson, type TestServer } from '../testing/start-server.ts';

const SENTENCE = 'Employees have 25 days of leave.';
const QUESTION = 'How many days of leave do employees have?';

let server: TestServer;
let person: TestPerson;
let documentId: string;
beforeAll(async () => {
  server = await startServer();
  person = await server.person();
  const form = new FormData();
  form.append('file', new Blob([`# Leave\n\n${SENTENCE}\n`]), 'leave.md');
  const response = await person.fetch('/api/v1/documents', { method: 'POST', body: form });
  documentId = (await readJson(uploaded, response)).documents[0]?.id ?? '';
  await settled(documentId);
});
afterAll(() => server.close());

const settled = async (id: string) => {
  while ((await person.json<{ state: string }>(`/api/v1/documents/${id}`)).state !== 'ready') {
    await sleep(50);
  }
};
const get = async <Schema extends z.ZodType>(schema: Schema, path: string) =>
  readJson(schema, await person.fetch(path));
const change = (id: string, body: object) =>
  person.fetch(`/api/v1/conversations/${id}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const asked = async (text = QUESTION) => {
  const start = ofType(await person.ask(text), 'start')[0];
  return { id: start?.messageMetadata.conversationId ?? '', messageId: start?.messageId ?? '' };
};

test('a conversation is read with its answer, sources and verified places', async () => {
  const { id } = await asked();
  const read = await get(conversationWithMessages, `/api/v1/conversations/${id}`);
  const [question, answer] = read.messages;
  expect(question?.parts).toEqual([{ type: 'text', text: QUESTION }]);
  expect(answer?.sources[0]?.text).toContain(SENTENCE);
  expect(answer?.citations[0]).toMatchObject({ kind: 'placed', quote: SENTENCE, passageNumber: 1 });
  expect(read.runningTurnId).toBeNull();
});

test('lists go on where the page before ended, and forged cursors are refused', async () => {
  const people = await server.person({ name: 'many' });
  for (let at = 0; at < 5; at += 1)
    await people.json('/api/v1/conversations', { body: { title: `c${at}` } });
  const titles: string[] = [];
  let cursor: string | null = '';
  do {
    const path: string = `/api/v1/conversations?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`;
    const page: { items: { title: string }[]; cursor: string | null } = await people.json(path);
    titles.push(...page.items.map(({ title }) => title));
    ({ cursor } = page);
  } while (cursor !== null);
  expect(titles.toSorted()).toEqual(['c0', 'c1', 'c2', 'c3', 'c4']);
  expect((await people.fetch('/api/v1/conversations?cursor=forged')).status).toBe(400);
});

test('a name that a person gave stays', async () => {
  const { id } = await asked();
  expect((await readJson(conversation, await change(id, { title: 'Holidays' }))).title).toBe(
    'Holidays',
  );
  await person.ask('And sick leave?', { conversationId: id });
  expect((await get(conversation, `/api/v1/conversations/${id}`)).title).toBe('Holidays');
});

test('words are found in titles and texts, of own conversations only', async () => {
  const { id } = await asked('Where is the xylophone kept?');
  const hits = z.object({ items: z.array(conversationHit) });
  const { items } = await get(hits, '/api/v1/conversations/search?q=xylophone');
  expect(items[0]?.conversation.id).toBe(id);
  expect(items[0]?.snippet).toContain('xylophone');
});

test('feedback is kept with the answer and can be taken back', async () => {
  const { id, messageId } = await asked();
  const give = (feedback: string[]) =>
    person.fetch(`/api/v1/messages/${messageId}/feedback`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ feedback }),
    });
  const kept = async () =>
    (await get(conversationWithMessages, `/api/v1/conversations/${id}`)).messages[1]?.feedback;
  expect((await give(['negative', 'wrong_citation'])).status).toBe(204);
  expect(await kept()).toEqual(['negative', 'wrong_citation']);
  expect((await give([])).status).toBe(204);
  expect(await kept()).toEqual([]);
  expect((await give(['great'])).status).toBe(400);
});

test('a conversation is exported as a text with footnotes, and whole as JSON', async () => {
  const { id } = await asked();
  await change(id, { title: 'Leave / "2026"' });
  const markdown = await person.fetch(`/api/v1/conversations/${id}/export?format=markdown`);
  expect(markdown.headers.get('content-disposition')).toBe(
    `attachment; filename="Leave   _2026_.md"; filename*=UTF-8''Leave%20%20%20%222026%22.md`,
  );
  const text = await markdown.text();
  expect(text).toMatch(/^# Leave \/ "2026"\n/);
  expect(text).toContain(`${SENTENCE}[^1]`);
  expect(text).toContain(`[^1]: Leave: “${SENTENCE}”`);
  const json = await person.fetch(`/api/v1/conversations/${id}/export?format=json`);
  expect((await readJson(conversationWithMessages, json)).messages).toHaveLength(2);
});

test('a deleted document leaves the words that an answer cites, to whoever holds the answer', async () => {
  const { id } = await asked();
  const before = await get(conversationWithMessages, `/api/v1/conversations/${id}`);
  const gone = await person.fetch(`/api/v1/documents/${documentId}`, { method: 'DELETE' });
  expect(gone.status).toBe(204);
  const read = await get(conversationWithMessages, `/api/v1/conversations/${id}`);
  expect(read.messages[1]?.citations).toEqual(before.messages[1]?.citations);
  const [citation] = read.messages[1]?.citations ?? [];
  const path = `/api/v1/versions/${citation?.versionId}/text`;
  const { current, text } = await get(versionText, path);
  expect(current).toBe(false);
  expect(text.slice(citation?.start ?? 0, citation?.end ?? 0)).toBe(citation?.quote);
  const colleague = await server.person();
  expect((await colleague.fetch(path)).status).toBe(404);
});

test('deleting a conversation takes its attachments along; deleting all takes all', async () => {
  const { id } = await asked();
  const form = new FormData();
  form.append('file', new Blob(['# Note\n\nSecret.']), 'note.md');
  const response = await person.fetch(`/api/v1/conversations/${id}/attachments`, {
    method: 'POST',
    body: form,
  });
  const attachedId = (await readJson(uploaded, response)).documents[0]?.id ?? '';
  await settled(attachedId);
  expect((await person.fetch(`/api/v1/conversations/${id}`, { method: 'DELETE' })).status).toBe(
    204,
  );
  expect((await person.fetch(`/api/v1/conversations/${id}`)).status).toBe(404);
  expect((await person.fetch(`/api/v1/documents/${attachedId}`)).status).toBe(404);
  const { deleted } = await readJson(
    z.object({ deleted: z.number() }),
    await person.fetch('/api/v1/conversations', { method: 'DELETE' }),
  );
  expect(deleted).toBeGreaterThan(0);
  expect(await person.json('/api/v1/conversations')).toEqual({ items: [], cursor: null });
});
