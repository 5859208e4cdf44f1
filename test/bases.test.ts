import { afterAll, beforeAll, expect, test } from 'vitest';
import { base, type BaseView } from '../src/contracts/base.ts';
import { conversationWithMessages } from '../src/contracts/conversation.ts';
import { textOf } from '../src/domain/message.ts';
import { ofType } from '../testing/read-chunks.ts';
import { readJson } from '../testing/read-json.ts';
import { uploadReady } from '../testing/ready-documents.ts';
import { startServer, type TestPerson, type TestServer } from '../testing/start-server.ts';

let server: TestServer;
let admin: TestPerson;
let member: TestPerson;
beforeAll(async () => {
  server = await startServer();
  admin = await server.person();
  member = await server.person({ role: 'member', name: 'Member' });
});
afterAll(() => server.close());

const made = async (body: object): Promise<BaseView> =>
  base.parse(await admin.json('/api/v1/bases', { body }));
const changed = async (id: string, body: object): Promise<BaseView> =>
  base.parse(await admin.json(`/api/v1/bases/${id}`, { method: 'PATCH', body }));
const upload = async (baseId: string, text: string): Promise<string> =>
  (await uploadReady(admin, { name: 'file.md', text, baseId })).id;
const idOf = async (person: TestPerson): Promise<string> =>
  (await person.json<{ id: string }>('/api/v1/me')).id;
const statusOf = async (
  person: TestPerson,
  path: string,
  init?: { method: string; body: object },
): Promise<number> => {
  const response = await person.fetch(path, {
    ...(init && {
      method: init.method,
      body: JSON.stringify(init.body),
      headers: { 'content-type': 'application/json' },
    }),
  });
  await response.body?.cancel();
  return response.status;
};
const basesAsked = async (person: TestPerson, conversationId: string, body: object) => {
  const response = await person.fetch(`/api/v1/conversations/${conversationId}/turns`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ text: 'Which secret is kept?', ...body }),
  });
  await response.text();
  if (!response.ok) return response.status;
  const read = await readJson(
    conversationWithMessages,
    await person.fetch(`/api/v1/conversations/${conversationId}`),
  );
  return [...new Set(read.messages.at(-1)?.sources.map(({ documentId }) => documentId))].toSorted();
};

test('a base keeps what is said about it; only administrators see how it answers and who reads it', async () => {
  const whole = await made({
    name: 'People',
    description: 'All about people',
    prompt: 'Be kind.',
    questions: ['How many days of leave?'],
  });
  expect(whole).toMatchObject({ prompt: 'Be kind.', readers: ['everyone'], documents: 0 });
  const renamed = await changed(whole.id, { name: 'Persons' });
  expect(renamed).toEqual({ ...whole, name: 'Persons' });
  const seen = await member.json(`/api/v1/bases/${whole.id}`);
  expect(seen).toEqual({ ...renamed, prompt: null, readers: null });
});

test.for([
  { prompt: 'x'.repeat(4_001) },
  { questions: Array.from({ length: 9 }, (_, at) => `${at}?`) },
  { questions: [' '] },
  { readers: [] },
  { readers: ['somebody'] },
  { readers: ['group:nobody'] },
  { owner: 'me' },
] as const)('%o is refused', async (change) => {
  const { id } = await made({ name: 'Strict' });
  const path = `/api/v1/bases/${id}`;
  expect(await statusOf(admin, path, { method: 'PATCH', body: change })).toBe(400);
  expect(await statusOf(member, path, { method: 'PATCH', body: {} })).toBe(403);
});

test('first questions of the chosen bases come first, one of each in turn', async () => {
  const one = await made({ name: 'One', questions: ['1a?', '1b?'] });
  const two = await made({ name: 'Two', questions: ['2a?', '2b?', '1a?'] });
  const get = async (query: string) =>
    (await member.json<{ questions: string[] }>(`/api/v1/suggestions${query}`)).questions;
  expect(await get(`?bases=${one.id},${two.id}`)).toEqual(['1a?', '2a?', '1b?', '2b?']);
  expect((await get(`?bases=${two.id}`)).slice(0, 3)).toEqual(['2a?', '2b?', '1a?']);
  expect(await get('')).toContain('1a?');
});

test('other readers of a base reach its documents, but not those with readers of their own', async () => {
  const { id } = await made({ name: 'Moving' });
  const [inherits, own] = [await upload(id, 'The blue secret.'), await upload(id, 'A red secret.')];
  const mine = [`user:${await idOf(admin)}`];
  await admin.json(`/api/v1/documents/${own}`, {
    method: 'PATCH',
    body: { readers: [...mine, `user:${await idOf(member)}`] },
  });
  await changed(id, { readers: mine });
  expect(await statusOf(member, `/api/v1/bases/${id}`)).toBe(404);
  for (const document of [inherits, own]) {
    expect(await statusOf(member, `/api/v1/documents/${document}`)).toBe(404);
    expect(await statusOf(admin, `/api/v1/documents/${document}`)).toBe(200);
  }
  await changed(id, { readers: ['everyone'] });
  const other = await server.person({ role: 'member', name: 'Other' });
  for (const person of [member, other])
    expect(await statusOf(person, `/api/v1/documents/${inherits}`)).toBe(200);
  expect(await statusOf(member, `/api/v1/documents/${own}`)).toBe(200);
  expect(await statusOf(other, `/api/v1/documents/${own}`)).toBe(404);
  type Found = { hits: { documentId: string }[] };
  const first = async () =>
    (await member.json<Found>(`/api/v1/search?q=blue secret&base=${id}`)).hits[0]?.documentId;
  await expect.poll(first).toBe(inherits); // the index is told behind the register
});

test('a conversation chooses its bases, a question others; rights count at every turn', async () => {
  const [first, second] = [await made({ name: 'First' }), await made({ name: 'Second' })];
  const [one, two] = [
    await upload(first.id, 'The first secret is kept here.'),
    await upload(second.id, 'The second secret is kept here.'),
  ];
  const { id } = await member.json<{ id: string }>('/api/v1/conversations', {
    body: { baseIds: [first.id] },
  });
  expect(await basesAsked(member, id, {})).toEqual([one]);
  expect(await basesAsked(member, id, { baseIds: [second.id] })).toEqual([two]);
  expect(await basesAsked(member, id, {})).toEqual([one]);
  const path = `/api/v1/conversations/${id}`;
  await member.json(path, { method: 'PATCH', body: { baseIds: [first.id, second.id] } });
  expect(await basesAsked(member, id, {})).toEqual([one, two].toSorted());

  await changed(second.id, { readers: [`user:${await idOf(admin)}`] });
  expect(await basesAsked(member, id, {})).toEqual([one]);
  expect(await basesAsked(member, id, { baseIds: [second.id] })).toBe(404);
  const choice = { method: 'PATCH', body: { baseIds: [second.id] } };
  expect(await statusOf(member, path, choice)).toBe(404);
  expect(
    await statusOf(member, '/api/v1/conversations', { method: 'POST', body: choice.body }),
  ).toBe(404);
});

test('a chat of the AI SDK chooses its bases with its first question, and keeps them', async () => {
  const only = await made({ name: 'Only' });
  const held = await upload(only.id, 'The third secret is kept in a box.');
  const ask = async (body: object): Promise<string[]> => {
    const response = await member.fetch('/api/v1/ui-chat', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        id: 'chooses',
        messages: [
          { id: 'u', role: 'user', parts: [{ type: 'text', text: 'Which secret is kept?' }] },
        ],
        ...body,
      }),
    });
    const text = await response.text();
    return [...text.matchAll(/"documentId":"(document_\w+)"/g)].map(([, id]) => id ?? '');
  };
  expect([...new Set(await ask({ baseIds: [only.id] }))]).toEqual([held]);
  expect([...new Set(await ask({}))]).toEqual([held]);
});

test('a quoted answer loses its words when the rights are withdrawn, for reading, streams and searches', async () => {
  const { id: baseId } = await made({ name: 'Withdrawn' });
  const documentId = await upload(baseId, 'The harbour crane weighs 900 tonnes.');
  const conversation = await member.json<{ id: string }>('/api/v1/conversations', {
    body: { baseIds: [baseId] },
  });
  const chunks = await member.ask('How much does the harbour crane weigh?', {
    conversationId: conversation.id,
  });
  const turnId = ofType(chunks, 'start')[0]?.messageMetadata.turnId ?? '';
  const everywhere = async () => ({
    read: textOf({
      parts: (
        await readJson(
          conversationWithMessages,
          await member.fetch(`/api/v1/conversations/${conversation.id}`),
        )
      ).messages.flatMap(({ role, parts }) =>
        role === 'assistant' ? parts.filter((part) => part.type === 'text') : [],
      ),
    }),
    stream: await (await member.fetch(`/api/v1/turns/${turnId}/stream`)).text(),
    exported: await (
      await member.fetch(`/api/v1/conversations/${conversation.id}/export?format=json`)
    ).text(),
    found: await (await member.fetch('/api/v1/conversations/search?q=tonnes')).text(),
  });
  for (const text of Object.values(await everywhere())) expect(text).toContain('900 tonnes');
  await admin.json(`/api/v1/documents/${documentId}`, {
    method: 'PATCH',
    body: { readers: [`user:${await idOf(admin)}`] },
  });
  const now = await everywhere();
  for (const text of Object.values(now)) expect(text).not.toContain('900 tonnes');
  expect(now.read).toContain('[…]');
});
