import { afterEach, beforeEach, expect, test } from 'vitest';
import type { IngestionView } from '../src/contracts/ingestion.ts';
import type { DocumentView } from '../src/contracts/knowledge.ts';
import { startServer, type TestPerson, type TestServer } from '../testing/start-server.ts';

let server: TestServer;
let administrator: TestPerson;
beforeEach(async () => {
  server = await startServer();
  administrator = await server.person();
});
afterEach(() => server.close());

const upload = async (person: TestPerson, name: string, text: string): Promise<DocumentView> => {
  const form = new FormData();
  form.append('file', new Blob([text]), name);
  const response = await person.fetch('/api/v1/documents?base=default', {
    method: 'POST',
    body: form,
  });
  expect(response.status).toBe(201);
  const { documents } = (await response.json()) as { documents: DocumentView[] };
  const [document] = documents;
  if (!document) throw new Error('There is no document');
  return document;
};
const ingestion = (person = administrator) => person.json<IngestionView>('/api/v1/ingestion');
const lead = (how: 'pause' | 'resume', body: object = {}) =>
  administrator.json<IngestionView>(`/api/v1/ingestion/${how}`, { method: 'POST', body });
const documentOf = (id: string, person = administrator) =>
  person.json<DocumentView>(`/api/v1/documents/${id}`);
const becomes = async (id: string, state: string, person = administrator): Promise<void> => {
  await expect.poll(async () => (await documentOf(id, person)).state).toBe(state);
};

test('what is paused waits, new things too, says so, and goes on when it is resumed', async () => {
  expect(await ingestion()).toMatchObject({ state: 'idle', total: { documents: 0 } });
  expect((await lead('pause')).state).toBe('idle');
  const document = await upload(administrator, 'a.txt', 'The code word is kingfisher.');
  expect(await documentOf(document.id)).toMatchObject({
    state: 'queued',
    progress: { stage: 'paused', place: null },
  });
  const paused = await ingestion();
  expect(paused).toMatchObject({
    state: 'paused',
    total: { documents: 1, done: 0, waiting: 1, bytes: 28, bytesDone: 0, secondsLeft: null },
    lanes: [{ baseId: 'default', source: 'upload', name: null, paused: true }],
  });
  expect(JSON.stringify(paused)).not.toContain(administrator.id);
  expect(await lead('resume')).toMatchObject({ lanes: [{ paused: false }] });
  await becomes(document.id, 'ready');
  await expect
    .poll(() => ingestion())
    .toMatchObject({ state: 'idle', total: { done: 1, bytesDone: 28 }, reading: [] });
  expect((await documentOf(document.id)).progress).toBeNull();
});

test('one lane, or one base, is paused while others are read', async () => {
  const first = await upload(administrator, 'a.txt', 'One.');
  await becomes(first.id, 'ready');
  const member = await server.person({ role: 'member', name: 'Ben' });
  const [lane] = (await ingestion()).lanes;
  await lead('pause', { lane: lane?.id });
  const held = await upload(administrator, 'b.txt', 'Two.');
  const other = await upload(member, 'c.txt', 'Three.');
  await becomes(other.id, 'ready');
  expect((await documentOf(held.id)).state).toBe('queued');
  await lead('resume', { lane: lane?.id });
  await becomes(held.id, 'ready');
  await lead('pause', { base: 'default' });
  const third = await upload(member, 'd.txt', 'Four.');
  expect((await documentOf(third.id)).progress?.stage).toBe('paused');
  await lead('resume', { base: 'default' });
  await becomes(third.id, 'ready');
  const unknown = await administrator.fetch('/api/v1/ingestion/pause', {
    method: 'POST',
    body: JSON.stringify({ lane: 'unknown' }),
    headers: { 'content-type': 'application/json' },
  });
  expect(unknown.status).toBe(404);
});

test('a document that waits is cancelled, keeps its reason, and is read after all when asked', async () => {
  await lead('pause');
  const document = await upload(administrator, 'a.txt', 'The code word is kingfisher.');
  const cancel = `/api/v1/documents/${document.id}/cancel`;
  const cancelled = await administrator.json<DocumentView>(cancel, { method: 'POST' });
  expect(cancelled).toMatchObject({ state: 'cancelled', progress: null });
  expect(cancelled.reason).toContain('cancelled');
  expect(await ingestion()).toMatchObject({ state: 'idle', total: { cancelled: 1, waiting: 0 } });
  await lead('resume');
  await administrator.json(`/api/v1/documents/${document.id}/reindex`, { body: {} });
  await becomes(document.id, 'ready');
  expect(await administrator.json(cancel, { method: 'POST' })).toMatchObject({ state: 'ready' });
});

test('what failed of a base is tried again together', async () => {
  const broken = await upload(administrator, 'a.pdf', '%PDF-1.7 broken');
  const good = await upload(administrator, 'b.txt', 'Good words.');
  await becomes(broken.id, 'failed');
  await becomes(good.id, 'ready');
  expect((await ingestion()).total).toMatchObject({ documents: 2, done: 2, failed: 1 });
  await lead('pause');
  const retried = await administrator.json('/api/v1/ingestion/retry', {
    body: { base: 'default' },
  });
  expect(retried).toEqual({ documents: 1 });
  expect((await documentOf(broken.id)).state).toBe('queued');
  expect((await documentOf(good.id)).state).toBe('ready');
  await lead('resume');
  await becomes(broken.id, 'failed');
  expect(await administrator.json('/api/v1/ingestion/given-up')).toEqual({ items: [] });
});

test("nobody sees or cancels what is somebody else's; the unchanged overview is not sent again", async () => {
  const ben = await server.person({ role: 'member', name: 'Ben' });
  const { id } = await ben.json<{ id: string }>('/api/v1/conversations', { body: {} });
  const form = new FormData();
  form.append('file', new Blob(['Private words.']), 'private.txt');
  const attached = await ben.fetch(`/api/v1/conversations/${id}/attachments`, {
    method: 'POST',
    body: form,
  });
  const { documents } = (await attached.json()) as { documents: DocumentView[] };
  const documentId = documents[0]?.id ?? '';
  await becomes(documentId, 'ready', ben);
  expect((await ingestion(ben)).total.documents).toBe(1);
  expect(await ingestion()).toMatchObject({ total: { documents: 0 }, lanes: [], bases: [] });
  const response = await administrator.fetch(`/api/v1/documents/${documentId}/cancel`, {
    method: 'POST',
  });
  expect(response.status).toBe(404);
  const first = await ben.fetch('/api/v1/ingestion');
  const etag = first.headers.get('etag') ?? '';
  const again = await ben.fetch('/api/v1/ingestion', { headers: { 'if-none-match': etag } });
  expect(again.status).toBe(304);
});
