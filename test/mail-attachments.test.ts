import { afterAll, beforeAll, expect, test } from 'vitest';
import { document, uploaded, type DocumentView } from '../src/contracts/knowledge.ts';
import { namesOfDocuments } from '../testing/ready-documents.ts';
import { readJson } from '../testing/read-json.ts';
import { startServer, type TestPerson, type TestServer } from '../testing/start-server.ts';
import { mailWith } from '../testing/fixtures/mail.ts';

let server: TestServer;
let person: TestPerson;
beforeAll(async () => {
  server = await startServer({});
  person = await server.person();
});
afterAll(() => server.close());

const mail = mailWith({
  headers: [
    'From: Maya Okafor <maya@example.com>',
    'To: all@example.com',
    'Subject: New rates',
    'Date: Fri, 20 Nov 2026 10:00:00 +0000',
  ],
  text: 'The new rates are attached.',
  attachment: {
    name: 'rates.md',
    type: 'text/markdown',
    text: ['# Rates', '', 'A night in Lisbon is paid up to 140 euros.'].join('\r\n'),
  },
});

const listed = async (query: string): Promise<DocumentView[]> =>
  (await person.json<{ items: DocumentView[] }>(`/api/v1/documents?${query}`)).items;

test('what a mail carries is a document of its own: found, described by its mail, gone with it', async () => {
  const form = new FormData();
  form.append('file', new Blob([mail]), 'rates.eml');
  const response = await person.fetch('/api/v1/documents', { method: 'POST', body: form });
  const [sent] = (await readJson(uploaded, response)).documents;
  await namesOfDocuments(person, 2);
  const [attached, ...others] = await listed(`attachedTo=${sent?.id}`);
  expect(others).toEqual([]);
  expect(attached).toMatchObject({
    name: 'rates.md',
    title: 'Rates',
    state: 'ready',
    source: 'attachment',
    attachedTo: sent?.id,
    metadata: { email_from: 'Maya Okafor <maya@example.com>', email_subject: 'New rates' },
  });
  const { hits } = await person.json<{ hits: { documentId: string }[] }>(
    '/api/v1/search?q=night+in+Lisbon',
  );
  expect(hits[0]?.documentId).toBe(attached?.id);

  const again = { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } };
  expect((await person.fetch(`/api/v1/documents/${sent?.id}/reindex`, again)).status).toBe(202);
  await namesOfDocuments(person, 2);
  expect((await listed(`attachedTo=${sent?.id}`)).map(({ id }) => id)).toEqual([attached?.id]);
  const read = await person.fetch(`/api/v1/documents/${sent?.id}`);
  expect(await readJson(document, read)).toMatchObject({ title: 'New rates', state: 'ready' });

  await person.fetch(`/api/v1/documents/${sent?.id}`, { method: 'DELETE' });
  expect(await listed('limit=10')).toEqual([]);
});
