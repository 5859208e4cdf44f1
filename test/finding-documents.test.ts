import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCli } from '../src/cli/main.ts';
import {
  documentPage,
  facetResult,
  uploaded,
  type DocumentPageView,
  type DocumentView,
} from '../src/contracts/knowledge.ts';
import { readJson } from '../testing/read-json.ts';
import { startServer, type TestPerson, type TestServer } from '../testing/start-server.ts';

let server: TestServer;
let admin: TestPerson;
let member: TestPerson;
const ids = new Map<string, string>();

const upload = async (name: string, metadata: Record<string, string>): Promise<void> => {
  const form = new FormData();
  for (const [key, value] of Object.entries(metadata)) form.append(key, value);
  form.append('file', new Blob([`# ${name}\n\nThe kettle is warm in ${name}.`]), name);
  const response = await admin.fetch('/api/v1/documents', { method: 'POST', body: form });
  ids.set(name, (await readJson(uploaded, response)).documents[0]?.id ?? '');
};
const get = (name: string) => admin.json<DocumentView>(`/api/v1/documents/${ids.get(name)}`);

const shelf: [name: string, metadata: Record<string, string>][] = [
  ['Reisekosten München.md', { document_type: 'guide', tags: 'travel' }],
  ['boiler guide.md', { document_type: 'guide', tags: 'heating' }],
  ['Boiler faq.md', { document_type: 'faq', tags: 'heating' }],
  ['Secret boiler.md', { document_type: 'guide', tags: 'secret' }],
];

beforeAll(async () => {
  server = await startServer();
  admin = await server.person();
  member = await server.person({ role: 'member' });
  for (const [name, metadata] of shelf) await upload(name, metadata);
  for (const [name] of shelf) while ((await get(name)).state !== 'ready') await sleep(50);
  await admin.json(`/api/v1/documents/${ids.get('Secret boiler.md')}`, {
    method: 'PATCH',
    body: { readers: [`user:${admin.id}`] },
  });
});
afterAll(() => server.close());

const list = async (
  who: TestPerson,
  query: Record<string, string>,
): Promise<DocumentPageView & { names: string[] }> => {
  const response = await who.fetch(`/api/v1/documents?${String(new URLSearchParams(query))}`);
  const page = await readJson(documentPage, response);
  return { ...page, names: page.items.map(({ name }) => name) };
};

test('documents are found by words, case and accents aside, with how many there are', async () => {
  const { names, total } = await list(member, { q: 'MUNCHEN reise' });
  expect([names, total]).toEqual([['Reisekosten München.md'], 1]);
  expect((await list(member, { q: 'boiler' })).total).toBe(2);
  expect((await list(member, { q: 'boiler nowhere' })).items).toEqual([]);
  expect((await list(member, {})).total).toBeNull();
});

test('a page is full of what its reader may read, and goes on in the order it began in', async () => {
  const first = await list(member, { order: 'name', limit: '2' });
  expect(first.names).toEqual(['Boiler faq.md', 'boiler guide.md']);
  const second = await list(member, { order: 'name', limit: '2', cursor: first.cursor ?? '' });
  expect([second.names, second.cursor]).toEqual([['Reisekosten München.md'], null]);
  expect((await list(member, { limit: '1' })).names).toEqual(['Boiler faq.md']);
  expect((await list(admin, { limit: '1' })).names).toEqual(['Secret boiler.md']);
  expect((await list(admin, { order: 'changed', limit: '1' })).names).toEqual(['Secret boiler.md']);
  const mixed = await member.fetch(`/api/v1/documents?cursor=${first.cursor}`);
  expect(mixed.status).toBe(400);
});

test('metadata narrows what is listed and what is counted, and tells nothing of hidden documents', async () => {
  const filter = JSON.stringify({ document_type: ['guide'], tags: ['heating', 'secret'] });
  expect((await list(member, { filter })).names).toEqual(['boiler guide.md']);
  expect((await list(admin, { filter, q: 'boiler' })).total).toBe(2);
  const counted = async (who: TestPerson) =>
    (await readJson(facetResult, await who.fetch('/api/v1/facets?names=document_type,tags,none')))
      .facets;
  expect(await counted(member)).toEqual({
    document_type: [
      { value: 'guide', documents: 2 },
      { value: 'faq', documents: 1 },
    ],
    tags: [
      { value: 'heating', documents: 2 },
      { value: 'travel', documents: 1 },
    ],
    none: [],
  });
  expect((await counted(admin))['tags']).toContainEqual({ value: 'secret', documents: 1 });
});

test.for([
  ['/api/v1/documents?filter=x', 400],
  ['/api/v1/documents?order=size', 400],
  [`/api/v1/documents?q=${'x'.repeat(201)}`, 400],
  ['/api/v1/facets', 400],
  ['/api/v1/facets?names=tags&base=unknown', 404],
] as const)('%s is refused', async ([path, status]) => {
  expect((await member.fetch(path)).status).toBe(status);
});

test('the command line lists what has these words', async () => {
  const run = async (...argv: string[]): Promise<string> => {
    let stdout = '';
    const code = await runCli({
      argv: ['documents', 'list', ...argv],
      environment: { DOCENT_DATA: server.folder },
      stdin: (async function* () {})(),
      stdout: { write: (text: string) => (stdout += text), isTerminal: false },
      stderr: { write: () => undefined, isTerminal: false },
      stop: new AbortController().signal,
    });
    expect(code).toBe(0);
    return stdout;
  };
  const { documents } = JSON.parse(await run('--search', 'munchen', '--json'));
  expect(documents).toMatchObject([{ name: 'Reisekosten München.md' }]);
  expect(await run('--search', 'boiler guide')).toContain('boiler guide.md');
  expect(await run('--search', 'nowhere')).toContain('No document has these words');
});
