import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { uploaded } from '../src/contracts/knowledge.ts';
import { ofType } from '../testing/read-chunks.ts';
import { readJson } from '../testing/read-json.ts';
import { startServer, type TestPerson, type TestServer } from '../testing/start-server.ts';

/** Whoever may not read a base any more reads nothing of it from that moment, by whatever way: nothing waits for the background. */
let server: TestServer;
let admin: TestPerson;
let others: TestPerson[];
beforeAll(async () => {
  server = await startServer();
  admin = await server.person();
  others = [
    await server.person({ role: 'viewer' }),
    await server.person({ role: 'member' }),
    await server.person({ tenant: 'other' }),
  ];
});
afterAll(() => server.close());

const SECRET = 'kingfisher';
const COUNT = 40;

/** Half of them have readers of their own, which name everyone. */
const upload = async (baseId: string): Promise<string[]> => {
  const form = new FormData();
  for (let number = 0; number < COUNT; number += 1)
    form.append(
      'file',
      new Blob([`The ${SECRET} number ${number} nests here.`]),
      `${SECRET}-${number}.md`,
    );
  const response = await admin.fetch(`/api/v1/documents?base=${baseId}`, {
    method: 'POST',
    body: form,
  });
  const ids = (await readJson(uploaded, response)).documents.map(({ id }) => id);
  for (const id of ids)
    while ((await admin.json<{ state: string }>(`/api/v1/documents/${id}`)).state !== 'ready')
      await sleep(20);
  const readers = ['everyone', 'group:birders'];
  const body = { ids: ids.filter((_, place) => place % 2 === 0), readers };
  await admin.json('/api/v1/documents/metadata', { body });
  return ids;
};

const bodies = async (person: TestPerson, paths: readonly string[]): Promise<string> =>
  (
    await Promise.all(
      paths.map(async (path) => {
        const response = await person.fetch(path);
        return response.status === 404 ? '' : response.text();
      }),
    )
  ).join('\n');

test('withdrawing a base closes lists, texts, links, searches, counts, answers and reasons at once', async () => {
  const { id: baseId } = await admin.json<{ id: string }>('/api/v1/bases', {
    body: { name: 'Birds' },
  });
  const ids = await upload(baseId);
  const documents = await Promise.all(
    ids.map((id) => admin.json<{ id: string; versionId: string }>(`/api/v1/documents/${id}`)),
  );
  const ofDocuments = documents.flatMap(({ id, versionId }) => [
    `/api/v1/documents/${id}`,
    `/api/v1/documents/${id}/passages`,
    `/api/v1/documents/${id}/original`,
    `/api/v1/documents/${id}/readers`,
    `/api/v1/documents/${id}/locate?version=${versionId}&start=0&end=14&words=${SECRET}`,
    `/api/v1/versions/${versionId}/text`,
    `/api/v1/versions/${versionId}/outline`,
    `/api/v1/versions/${versionId}/find?q=${SECRET}`,
  ]);
  const general = [
    '/api/v1/bases',
    '/api/v1/documents',
    `/api/v1/search?q=${SECRET}&facets=format`,
    '/api/v1/suggestions',
    '/api/v1/ingestion',
    `/api/v1/documents?base=${baseId}`,
    `/api/v1/search?q=${SECRET}&base=${baseId}`,
  ];
  const [viewer, member, stranger] = others as [TestPerson, TestPerson, TestPerson];
  const told = await Promise.all(
    [viewer, member].map(async (person) => {
      const chunks = await person.ask(`Where nests the ${SECRET}?`);
      const { messageId, messageMetadata } = ofType(chunks, 'start')[0]!;
      const { conversationId, turnId } = messageMetadata;
      return [
        `/api/v1/messages/${messageId}/why`,
        `/api/v1/turns/${turnId}/stream`,
        `/api/v1/conversations/${conversationId}`,
        `/api/v1/conversations/${conversationId}/export?format=json`,
      ];
    }),
  );
  const before = await bodies(member, [...ofDocuments, ...general, ...told[1]!]);
  expect(before.match(/nests here/gu)?.length).toBeGreaterThan(3 * COUNT);

  await admin.json(`/api/v1/bases/${baseId}`, {
    method: 'PATCH',
    body: { readers: [`user:${(await admin.json<{ id: string }>('/api/v1/me')).id}`] },
  });
  for (const [place, person] of [viewer, member, stranger].entries()) {
    const paths = [...ofDocuments, ...general, ...(told[place] ?? [])];
    const after = await bodies(person, paths);
    expect(after).not.toContain('nests here');
    const ofBase = await bodies(person, [...ofDocuments, ...general]);
    expect(ofBase).not.toContain(baseId);
    expect(ofBase.replaceAll(`"stem":"${SECRET}"`, '')).not.toContain(`${SECRET}-`);
  }
});
