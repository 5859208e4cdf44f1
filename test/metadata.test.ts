import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DocumentView } from '../src/contracts/knowledge.ts';
import { bulkResult } from '../src/contracts/metadata.ts';
import { readJson } from '../testing/read-json.ts';
import { uploadReady } from '../testing/ready-documents.ts';
import { startServer, type TestPerson, type TestServer } from '../testing/start-server.ts';

let server: TestServer;
let admin: TestPerson;
let member: TestPerson;
let baseId: string;
beforeAll(async () => {
  server = await startServer();
  admin = await server.person();
  member = await server.person({ role: 'member', name: 'Member' });
  baseId = (await admin.json<{ id: string }>('/api/v1/bases', { body: { name: 'Notes' } })).id;
});
afterAll(() => server.close());

const get = (id: string) => admin.json<DocumentView>(`/api/v1/documents/${id}`);
const upload = async (text: string, metadata: Record<string, string> = {}): Promise<string> =>
  (await uploadReady(admin, { name: 'note.md', text, baseId, metadata })).id;
type Sending = { path: string; method?: string; body: object };
const send = (who: TestPerson, { path, method = 'POST', body }: Sending) =>
  who.fetch(path, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const BULK = '/api/v1/documents/metadata';
const patch = (who: TestPerson, id: string, body: object) =>
  send(who, { path: `/api/v1/documents/${id}`, method: 'PATCH', body });
const change = async (body: object) =>
  readJson(bulkResult, await send(member, { path: BULK, body }));

test('metadata is set, taken away and tagged, and searches go by it at once', async () => {
  const id = await upload('Kingfisher note.', { category: 'old', tags: 'a' });
  const response = await patch(member, id, {
    unset: ['category'],
    set: { authority: 0.5, freshness: '2026-01-31', 'own.name': true },
    addTags: ['b', 'c'],
    removeTags: ['a'],
  });
  expect(await response.json()).toMatchObject({
    metadata: { authority: 0.5, freshness: '2026-01-31', 'own.name': true, tags: ['b', 'c'] },
  });
  expect((await get(id)).metadata).not.toHaveProperty('category');
});

test('many documents at once: each with its outcome, a bad one stops no other', async () => {
  const [one, two, hidden] = [await upload('One.'), await upload('Two.'), await upload('Three.')];
  const own = (await admin.json<{ id: string }>('/api/v1/me')).id;
  await patch(admin, hidden, { readers: [`user:${own}`] });
  const ids = [one, 'unknown', hidden, two, one];
  const { items } = await change({ ids, set: { category: 'rules' } });
  const missing = { outcome: 'failed', problem: { code: 'not-found' } };
  expect(items).toMatchObject([
    { id: one, outcome: 'changed', problem: null },
    { id: 'unknown', ...missing },
    { id: hidden, ...missing },
    { id: two, outcome: 'changed' },
  ]);
  expect((await get(two)).metadata).toEqual({ category: 'rules' });
  expect((await get(hidden)).metadata).toEqual({});
  const again = await change({ ids: [one], set: { category: 'rules' } });
  expect(again.items).toEqual([{ id: one, outcome: 'unchanged', problem: null }]);
});

test('the documents of a base are chosen by their metadata', async () => {
  const [red, blue] = [
    await upload('Red.', { colour: 'red' }),
    await upload('Blue.', { colour: 'blue', tags: 'x' }),
  ];
  const wish = { base: baseId, addTags: ['seen'] };
  const { items, cursor } = await change({ ...wish, filter: { colour: ['blue', 'green'] } });
  expect(items).toEqual([{ id: blue, outcome: 'changed', problem: null }]);
  expect(cursor).toBeNull();
  expect((await change({ ...wish, filter: { tags: ['seen'] } })).items).toMatchObject([
    { id: blue, outcome: 'unchanged' },
  ]);
  expect((await get(red)).metadata).toEqual({ colour: 'red' });
});

test('who reads a document is for administrators to say', async () => {
  const id = await upload('Mine.');
  const { items } = await change({ ids: [id], readers: ['everyone'] });
  expect(items[0]).toMatchObject({ outcome: 'failed', problem: { code: 'forbidden' } });
  const one = (who: TestPerson, readers: string[]) =>
    patch(who, id, { readers }).then(({ status }) => status);
  expect(await one(member, ['everyone'])).toBe(403);
  expect(await one(admin, ['group:others'])).toBe(400);
  expect(await one(admin, [`user:${(await admin.json<{ id: string }>('/api/v1/me')).id}`])).toBe(
    200,
  );
  expect((await member.fetch(`/api/v1/documents/${id}`)).status).toBe(404);
  const viewer = await server.person({ role: 'viewer', name: 'Viewer' });
  expect(await one(viewer, ['everyone'])).toBe(403);
});

test.for([
  {},
  { ids: [] },
  { ids: ['a'], base: 'b' },
  { ids: ['a'], filter: { tags: ['x'] } },
  { ids: Array.from({ length: 1_001 }, (_, at) => `${at}`) },
  { ids: ['a'], set: { tags: 'one' } },
  { ids: ['a'], set: { authority: 7 } },
  { ids: ['a'], set: { freshness: 'soon' } },
  { ids: ['a'], set: { source_url: 'javascript:alert(1)' } },
  { ids: ['a'], set: { 'a name': 'x' } },
  { ids: ['a'], set: JSON.parse('{"__proto__":"x"}') as object },
  { ids: ['a'], set: { nested: { a: 1 } } },
  { ids: ['a'], sets: {} },
] as const)('%o is refused', async (body) => {
  const response = await send(member, { path: BULK, body });
  expect(response.status).toBe(400);
});

test('front matter of Markdown is metadata, not text', async () => {
  const id = await upload(
    '---\ntitle: The boiler\nauthor: "Ada"\ntags:\n  - heating\n  - cellar\naudience: [all]\n---\n\nWarm.\n',
  );
  const document = await get(id);
  expect(document).toMatchObject({
    title: 'The boiler',
    metadata: { author: 'Ada', tags: ['heating', 'cellar'], audience: ['all'] },
  });
  const { items } = await admin.json<{ items: { text: string }[] }>(
    `/api/v1/documents/${id}/passages`,
  );
  expect(items.map(({ text }) => text)).toEqual(['Warm.']);
});
