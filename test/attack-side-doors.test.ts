import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DocumentView } from '../src/contracts/knowledge.ts';
import { ofType } from '../testing/read-chunks.ts';
import { uploadReady } from '../testing/ready-documents.ts';
import { startServer, type TestPerson, type TestServer } from '../testing/start-server.ts';
import { mailWith } from '../testing/fixtures/mail.ts';

/**
 * A mail with what it carries, closed to all but one, and what the same person attached to a conversation: tried by
 * every way round that is not the document's own page.
 */
const WORD = 'zanzibar';
const SECRETS = ['Maya', 'Rates', 'rates', '140 euros', 'salary', 'Private', 'private.md'];
const mail = mailWith({
  headers: [
    'From: Maya Okafor <maya@example.com>',
    'Subject: New Rates',
    'Date: Fri, 20 Nov 2026 10:00:00 +0000',
  ],
  text: `The new rates of ${WORD} are attached.`,
  attachment: {
    name: 'rates.md',
    type: 'text/markdown',
    text: `# Rates\n\nA night in ${WORD} is paid up to 140 euros.`,
  },
});

let server: TestServer;
let owner: TestPerson;
let others: Record<'member' | 'administrator' | 'stranger', TestPerson>;
let letter: DocumentView;
let carried: DocumentView;
let mine: DocumentView;
let conversationId: string;
let messageId: string;

const listed = async (person: TestPerson, query: string): Promise<DocumentView[]> =>
  (await person.json<{ items: DocumentView[] }>(`/api/v1/documents?${query}`)).items;

beforeAll(async () => {
  server = await startServer();
  owner = await server.person();
  others = {
    member: await server.person({ role: 'member' }),
    administrator: await server.person(),
    stranger: await server.person({ tenant: 'other' }),
  };
  const me = (await owner.json<{ id: string }>('/api/v1/me')).id;
  await uploadReady(owner, { name: 'lunch.md', text: '# Lunch\n\nLunch costs 7 euros.\n' });
  letter = await uploadReady(owner, { name: 'rates.eml', text: mail });
  const readers = [`user:${me}`];
  await owner.json(`/api/v1/documents/${letter.id}`, { method: 'PATCH', body: { readers } });
  while (!(await listed(owner, `attachedTo=${letter.id}`)).every(({ state }) => state === 'ready'))
    await sleep(20);
  carried = (await listed(owner, `attachedTo=${letter.id}`))[0]!;
  conversationId = (await owner.json<{ id: string }>('/api/v1/conversations', { body: {} })).id;
  const form = new FormData();
  form.append('file', new Blob([`# Private\n\nMy salary in ${WORD}.`]), 'private.md');
  const path = `/api/v1/conversations/${conversationId}/attachments`;
  const response = await owner.fetch(path, { method: 'POST', body: form });
  const sent = (await response.json()) as { documents: DocumentView[] };
  mine = sent.documents[0]!;
  while ((await owner.json<DocumentView>(`/api/v1/documents/${mine.id}`)).state !== 'ready')
    await sleep(20);
  const chunks = await owner.ask(`What is paid for a night in ${WORD}?`, { conversationId });
  messageId = ofType(chunks, 'start')[0]!.messageId!;
  await owner.json(`/api/v1/messages/${messageId}/feedback`, {
    method: 'PUT',
    body: { feedback: ['negative'] },
  });
});
afterAll(() => server.close());

const told = async (person: TestPerson, path: string, init?: RequestInit): Promise<string> => {
  const response = await person.fetch(path, init);
  const headers = [...response.headers].filter(([name]) => !/^(?:date|x-request-id)$/u.test(name));
  return `${JSON.stringify(headers)} ${await response.text()}`;
};
const posted = (person: TestPerson, path: string, body: object): Promise<string> =>
  told(person, path, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });
const secretsIn = (text: string): string[] => SECRETS.filter((word) => text.includes(word));
const who = ['member', 'administrator', 'stranger'] as const;
const filter = encodeURIComponent(JSON.stringify({ email_subject: ['New Rates'] }));
const privateBase = () => `conversation-${conversationId}`;

const ways: Record<string, (person: TestPerson) => string[]> = {
  'what a closed mail carries': () => [
    `/api/v1/documents?attachedTo=${letter.id}`,
    `/api/v1/documents/${carried.id}`,
    `/api/v1/documents/${carried.id}/original`,
    `/api/v1/documents/${carried.id}/passages`,
    `/api/v1/versions/${carried.versionId}/text`,
    `/api/v1/versions/${carried.versionId}/find?q=night`,
    `/api/v1/documents/${letter.id}/locate?version=${carried.versionId}&start=0&end=5&words=night`,
  ],
  'what a mail is described by': () => [
    '/api/v1/facets?names=email_from,email_subject',
    `/api/v1/facets?names=email_from&filter=${filter}`,
    `/api/v1/search?q=${WORD}&filter=${filter}&facets=email_from`,
    `/api/v1/documents?filter=${filter}`,
    '/api/v1/documents?q=rates&order=name',
    '/api/v1/documents?order=changed&limit=1',
  ],
  'the base of somebody’s conversation': () => [
    `/api/v1/bases/${privateBase()}`,
    `/api/v1/documents?base=${privateBase()}`,
    `/api/v1/documents?conversation=${conversationId}`,
    `/api/v1/search?q=${WORD}&base=${privateBase()}`,
    `/api/v1/facets?names=tags&base=${privateBase()}`,
    `/api/v1/suggestions?bases=${privateBase()}`,
    `/api/v1/ingestion?base=${privateBase()}`,
    `/api/v1/ingestion/given-up?base=${privateBase()}`,
    `/api/v1/bases/${privateBase()}/analytics`,
    `/api/v1/bases/${privateBase()}/test-questions`,
    `/api/v1/bases/${privateBase()}/evaluations`,
    `/v1/models/knowledge/${privateBase()}`,
  ],
  'lists of everything': () => [
    '/api/v1/bases',
    '/v1/models',
    '/api/v1/ingestion',
    '/api/v1/suggestions',
    '/api/v1/sources',
    '/api/v1/bases/default/analytics',
    '/api/v1/conversations',
    `/api/v1/conversations/search?q=${WORD}`,
  ],
  'an answer that rests on them': () => [
    `/api/v1/messages/${messageId}/why`,
    `/api/v1/conversations/${conversationId}`,
    `/api/v1/conversations/${conversationId}/export?format=json`,
    `/api/v1/conversations/${conversationId}/export?format=markdown`,
  ],
};

test('their owner is told of them by nearly all of these ways', async () => {
  for (const [way, paths] of Object.entries(ways)) {
    const texts = await Promise.all(paths(owner).map((path) => told(owner, path)));
    expect([way, secretsIn(texts.join(' '))]).not.toEqual([way, []]);
  }
});

test.for(Object.keys(ways))('nobody else is told by way of %s', async (way) => {
  for (const name of who) {
    for (const path of ways[way]!(others[name])) {
      const text = await told(others[name], path);
      expect([name, path, secretsIn(text.replaceAll('&q=rates', ''))]).toEqual([name, path, []]);
    }
  }
});

test('conditions and ranges of an original are not looked at for whom it is closed', async () => {
  const etag = (await owner.fetch(`/api/v1/documents/${carried.id}/original`)).headers.get('etag');
  const conditions: Record<string, string>[] = [
    { 'if-none-match': etag ?? '*' },
    { 'if-none-match': '*' },
    { range: 'bytes=0-3' },
    { range: 'bytes=999999-' },
  ];
  for (const name of who)
    for (const headers of conditions)
      for (const method of ['GET', 'HEAD']) {
        const path = `/api/v1/documents/${carried.id}/original`;
        const { status } = await others[name].fetch(path, { method, headers });
        expect([name, headers, method, status]).toEqual([name, headers, method, 404]);
      }
});

test('what is asked, uploaded and measured reaches neither', async () => {
  for (const name of who) {
    const person = others[name];
    const { id } = await person.json<{ id: string }>('/api/v1/conversations', { body: {} });
    const turns = `/api/v1/conversations/${id}/turns`;
    const texts = [
      await posted(person, turns, { text: `What of ${WORD}?`, baseIds: [privateBase()] }),
      await posted(person, turns, { text: `What of ${WORD}?`, attachments: [mine.id] }),
      await posted(person, turns, { text: `What of ${WORD}?`, attachments: [carried.id] }),
      await posted(person, turns, { text: 'And then?', parentId: messageId }),
      await posted(person, turns, { text: `What is paid for a night in ${WORD}?` }),
      await posted(person, '/v1/chat/completions', {
        model: `knowledge/${privateBase()}`,
        messages: [{ role: 'user', content: `What of ${WORD}?` }],
      }),
      await posted(person, '/api/v1/bases/default/test-questions', { messageId }),
      await told(person, `/api/v1/documents?base=${privateBase()}`, {
        method: 'POST',
        body: (() => {
          const form = new FormData();
          form.append('file', new Blob(['x']), 'x.md');
          return form;
        })(),
      }),
    ];
    expect([name, texts.flatMap(secretsIn)]).toEqual([name, []]);
  }
  expect(await listed(owner, `conversation=${conversationId}`)).toHaveLength(1);
});

test('how the reading of documents goes says nothing of those of others', async () => {
  const overview = async () => {
    const response = await others.member.fetch('/api/v1/ingestion');
    return [response.headers.get('etag'), await response.json()];
  };
  const before = await overview();
  const form = new FormData();
  for (let number = 0; number < 5; number += 1)
    form.append('file', new Blob([`My salary of ${number}.`]), `private-${number}.md`);
  const path = `/api/v1/conversations/${conversationId}/attachments`;
  await owner.fetch(path, { method: 'POST', body: form });
  while (
    (await listed(owner, `conversation=${conversationId}`)).some((each) => each.state !== 'ready')
  )
    expect(await overview()).toEqual(before);
  expect(await overview()).toEqual(before);
});
