import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DocumentView } from '../src/contracts/knowledge.ts';
import { uploadReady } from '../testing/ready-documents.ts';
import { startServer, type TestPerson, type TestServer } from '../testing/start-server.ts';

/**
 * A document that one person may read, in a base that everybody reads: nobody else learns its words, its title, how
 * many there are, or that there is one; not another administrator, not after its reader asked the same a moment ago.
 */
const WORD = 'zanzibar';
const TITLE = 'Merger';
const VALUE = 'topsecret';
const QUESTION = `What is said of ${WORD}?`;

let server: TestServer;
let owner: TestPerson;
let others: Record<'viewer' | 'member' | 'administrator' | 'stranger', TestPerson>;
let baseId: string;
let secret: DocumentView;
let plain: DocumentView;
let runId: string;

const upload = (name: string, text: string) => uploadReady(owner, { name, text, baseId });

beforeAll(async () => {
  server = await startServer();
  owner = await server.person();
  others = {
    viewer: await server.person({ role: 'viewer' }),
    member: await server.person({ role: 'member' }),
    administrator: await server.person(),
    stranger: await server.person({ tenant: 'other' }),
  };
  baseId = (await owner.json<{ id: string }>('/api/v1/bases', { body: { name: 'Plans' } })).id;
  plain = await upload('lunch.md', '# Lunch\n\nLunch costs 7 euros.\n');
  secret = await upload(
    'merger.md',
    `# ${TITLE}\n\n## Closing of offices\n\nThe ${WORD} office will be closed in May.\n`,
  );
  const me = (await owner.json<{ id: string }>('/api/v1/me')).id;
  await owner.json(`/api/v1/documents/${secret.id}`, {
    method: 'PATCH',
    body: { set: { class: VALUE }, addTags: [VALUE], readers: [`user:${me}`] },
  });
  const expected = [{ documentId: secret.id, quote: `${WORD} office` }];
  const body = { question: 'Which office will be closed?', expected, answer: 'closed in May' };
  await owner.json(`/api/v1/bases/${baseId}/test-questions`, { body });
  const run = await owner.json<{ id: string }>(`/api/v1/bases/${baseId}/evaluations`, { body: {} });
  runId = run.id;
  const read = () => owner.json<{ endedAt: number | null }>(`/api/v1/evaluations/${runId}`);
  while ((await read()).endedAt === null) await sleep(30);
  await owner.ask(QUESTION);
});
afterAll(() => server.close());

const filter = encodeURIComponent(JSON.stringify({ class: [VALUE] }));
/** Where its reader learns of it. */
const telling = () => [
  `/api/v1/documents?base=${baseId}`,
  `/api/v1/search?q=${WORD}&facets=class,tags&limit=50`,
  `/api/v1/search?q=closed office in May&base=${baseId}&facets=tags`,
  `/api/v1/search?q=office&filter=${filter}&facets=class`,
  `/api/v1/suggestions?bases=${baseId}`,
  `/api/v1/bases/${baseId}/analytics`,
  `/api/v1/bases/${baseId}/test-questions`,
  `/api/v1/evaluations/${runId}`,
];
const counting = () => [
  `/api/v1/bases/${baseId}`,
  '/api/v1/bases',
  `/api/v1/ingestion?base=${baseId}`,
  '/api/v1/ingestion',
];
const ofDocument = () => [
  `/api/v1/documents/${secret.id}`,
  `/api/v1/documents/${secret.id}/passages`,
  `/api/v1/documents/${secret.id}/original`,
  `/api/v1/documents/${secret.id}/readers`,
  `/api/v1/documents/${secret.id}/locate?version=${secret.versionId}&start=0&end=5&words=${WORD}`,
  `/api/v1/versions/${secret.versionId}/text`,
  `/api/v1/versions/${secret.versionId}/outline`,
  `/api/v1/versions/${secret.versionId}/find?q=${WORD}`,
  `/api/v1/versions/${secret.versionId}/places?start=0&end=5`,
];
const told = async (person: TestPerson, path: string): Promise<string> =>
  (await person.fetch(path)).text();
/** Without what the asker typed. */
const secretsIn = (text: string): string[] =>
  [`The ${WORD}`, `${WORD} office`, TITLE, 'merger.md', VALUE, 'closed in May'].filter((word) =>
    text.includes(word),
  );

test('its reader learns of it everywhere', async () => {
  for (const path of telling())
    expect([path, secretsIn(await told(owner, path))]).not.toEqual([path, []]);
  for (const path of ofDocument())
    expect([path, (await owner.fetch(path)).status]).toEqual([path, 200]);
  expect(await told(owner, `/api/v1/bases/${baseId}`)).toContain('"documents":2');
});

test.for(['viewer', 'member', 'administrator', 'stranger'] as const)(
  'a %s learns nothing of it',
  async (who) => {
    const person = others[who];
    for (const path of [...telling(), ...counting()])
      expect([path, secretsIn(await told(person, path))]).toEqual([path, []]);
    for (const path of ofDocument())
      expect([path, (await person.fetch(path)).status]).toEqual([path, 404]);
    for (const path of counting()) expect(await told(person, path)).not.toContain('"documents":2');
  },
);

test.for(['viewer', 'member', 'administrator', 'stranger'] as const)(
  'a %s who asks what its reader asked a moment ago is told nothing of it, and why neither',
  async (who) => {
    const person = others[who];
    const chunks = JSON.stringify(await person.ask(QUESTION));
    expect(secretsIn(chunks)).toEqual([]);
    const messageId = /"messageId":"([^"]+)"/u.exec(chunks)?.[1];
    const why = await told(person, `/api/v1/messages/${messageId}/why`);
    expect(secretsIn(why)).toEqual([]);
    expect(why).not.toContain(secret.id);
  },
);

test('what weight a word has does not tell that it stands in what the asker may not read', async () => {
  type Why = { terms: { stem: string; weight: number }[]; passagesInScope: number };
  const weightOf = async (word: string): Promise<number | undefined> => {
    const chunks = JSON.stringify(await others.member.ask(`${word} lunch`));
    const messageId = /"messageId":"([^"]+)"/u.exec(chunks)?.[1];
    const why = await others.member.json<Why>(`/api/v1/messages/${messageId}/why`);
    return why.terms.find(({ stem }) => word.startsWith(stem.slice(0, 4)))?.weight;
  };
  const weight = await weightOf(WORD);
  expect(weight).toBeDefined();
  expect(await weightOf('xylophon')).toBe(weight);
});

test.for(['viewer', 'member', 'administrator', 'stranger'] as const)(
  'a %s changes, reads anew and deletes it no more than one that is not there',
  async (who) => {
    const person = others[who];
    const send = async (path: string, method: string, body?: unknown) => {
      const headers = { 'content-type': 'application/json' };
      const sent = body === undefined ? {} : { body: JSON.stringify(body), headers };
      const response = await person.fetch(path, { method, ...sent });
      return { status: response.status, text: await response.text() };
    };
    const attempts = (id: string) =>
      Promise.all([
        send(`/api/v1/documents/${id}`, 'DELETE'),
        send(`/api/v1/documents/${id}`, 'PATCH', { set: { class: 'mine' } }),
        send(`/api/v1/documents/${id}`, 'PATCH', { readers: ['everyone'] }),
        send(`/api/v1/documents/${id}/reindex`, 'POST', {}),
        send(`/api/v1/documents/${id}/cancel`, 'POST'),
        send('/api/v1/documents/metadata', 'POST', { ids: [id], set: { class: 'mine' } }),
        send(`/api/v1/bases/${baseId}/test-questions`, 'POST', {
          question: 'Which?',
          expected: [{ documentId: id, quote: null }],
        }),
      ]);
    const missing = 'document_0000000000000000000000';
    const [real, none] = [await attempts(secret.id), await attempts(missing)];
    const bare = (answers: { status: number; text: string }[], id: string) =>
      answers.map(({ status, text }) => [
        status,
        text.replaceAll(id, 'ID').replaceAll(/"(?:traceId|instance|requestId)":"[^"]*",?/gu, ''),
      ]);
    expect(bare(real, secret.id)).toEqual(bare(none, missing));
    expect(real.filter(({ status, text }) => status < 300 && !text.includes('failed'))).toEqual([]);
  },
);

test('a filter and a bulk change by what it is described with reach the others’ documents only', async () => {
  const { administrator } = others;
  const body = { base: baseId, filter: { class: [VALUE] }, addTags: ['mine'] };
  const { items } = await administrator.json<{ items: unknown[] }>('/api/v1/documents/metadata', {
    body,
  });
  expect(items).toEqual([]);
  const all = { base: baseId, addTags: ['seen'] };
  const { items: changed } = await administrator.json<{ items: { id: string }[] }>(
    '/api/v1/documents/metadata',
    { body: all },
  );
  expect(changed.map(({ id }) => id)).toEqual([plain.id]);
});
