import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { uploaded } from '../src/contracts/knowledge.ts';
import { startFakeUpstream, type FakeUpstream } from '../testing/fake-upstream.ts';
import { ofType } from '../testing/read-chunks.ts';
import { readJson } from '../testing/read-json.ts';
import { routeTable, type TableRow } from '../testing/route-table.ts';
import { startServer, type TestPerson, type TestServer } from '../testing/start-server.ts';

const CANARY = 'CANARY-A-7d1f';

let upstream: FakeUpstream;
let server: TestServer;
let rows: TableRow[];
let owner: TestPerson;
let strangers: Record<string, TestPerson>;
/** Everything of the owner's that has an id: of a conversation, and of a base that nobody else reads. */
let owned: Record<
  | 'conversations'
  | 'turns'
  | 'messages'
  | 'documents'
  | 'versions'
  | 'bases'
  | 'evaluations'
  | 'test-questions',
  string[]
>;
let attached: string;
let conversation: string;
let message: string;
let bases: string[];
/** Routes whose ids are of another kind; each has a test of its own. */
const elsewhere: Record<string, string> = {
  '/api/v1/keys/': 'keys.test.ts: no key manages keys',
  '/api/v1/ui-chat/': 'below: a client’s own ids',
  '/v1/models/{model}': 'a model service’s names',
  '/openai/deployments/{deployment}/': 'a model service’s names',
};

const upload = async (who: TestPerson, path: string, text: string): Promise<string> => {
  const body = new FormData();
  body.append('file', new Blob([text]), `${CANARY}.md`);
  const response = await who.fetch(path, { method: 'POST', body });
  return (await readJson(uploaded, response)).documents[0]?.id ?? '';
};
const ready = async (who: TestPerson, id: string): Promise<string> => {
  for (;;) {
    const document = await who.json<{ state: string; versionId: string }>(
      `/api/v1/documents/${id}`,
    );
    if (document.state === 'ready') return document.versionId;
    if (document.state === 'failed') throw new Error('not read');
    await sleep(50);
  }
};

beforeAll(async () => {
  upstream = await startFakeUpstream();
  server = await startServer({
    env: { OPENAI_BASE_URL: `${upstream.url}/v1`, OPENAI_API_KEY: 'k', DOCENT_MODEL: 'fake' },
  });
  ({ rows } = await routeTable(server.url));
  owner = await server.person({ tenant: 'a', name: 'A1' });
  strangers = {
    'another tenant’s administrator': await server.person({ tenant: 'b', name: 'B1' }),
    'a colleague': await server.person({ tenant: 'a', name: 'A2', role: 'member' }),
    'the own tenant’s administrator': await server.person({ tenant: 'a', name: 'AA' }),
  };
  const { id } = await owner.json<{ id: string }>('/api/v1/conversations', {
    body: { title: CANARY },
  });
  attached = await upload(
    owner,
    `/api/v1/conversations/${id}/attachments`,
    `# Secret\n\n${CANARY} is here.`,
  );
  const versionId = await ready(owner, attached);
  const chunks = await owner.ask(`What is ${CANARY}?`, { conversationId: id });
  const start = ofType(chunks, 'start')[0];
  const ofConversation = await owner.json<{ baseId: string }>(`/api/v1/documents/${attached}`);
  const make = async (path: string, body: object) =>
    (await owner.json<{ id: string }>(path, { body })).id;
  const base = await make('/api/v1/bases', { name: CANARY, readers: [`user:${owner.id}`] });
  const document = await upload(owner, `/api/v1/documents?base=${base}`, `# Shared\n\n${CANARY}.`);
  const version = await ready(owner, document);
  const question = {
    question: `What is ${CANARY}?`,
    expected: [{ documentId: document, quote: null }],
  };
  conversation = id;
  message = start?.messageId ?? '';
  bases = [ofConversation.baseId, base];
  owned = {
    conversations: [id],
    turns: [start?.messageMetadata.turnId ?? ''],
    messages: [message],
    documents: [attached, document],
    versions: [versionId, version],
    bases,
    'test-questions': [await make(`/api/v1/bases/${base}/test-questions`, question)],
    evaluations: [await make(`/api/v1/bases/${base}/evaluations`, {})],
  };
});
afterAll(async () => {
  await server.close();
  await upstream.close();
});

/** Something that the schema of the body lets through, so that the id decides. */
const bodyFor = ({
  path,
  method,
  operation,
}: TableRow): NonNullable<RequestInit['body']> | null => {
  const types = Object.keys(operation.requestBody?.content ?? {});
  if (types.includes('multipart/form-data')) {
    const form = new FormData();
    form.append('file', new Blob(['x']), 'x.txt');
    return form;
  }
  if (types.length === 0) return null;
  if (path.endsWith('/turns')) return JSON.stringify({ text: 'What?' });
  if (path.endsWith('/test-questions')) return JSON.stringify({ question: 'What?' });
  if (path.endsWith('/completions'))
    return JSON.stringify({ messages: [{ role: 'user', content: 'What?' }] });
  if (path.endsWith('/feedback')) return JSON.stringify({ feedback: ['positive'] });
  return JSON.stringify(method === 'PATCH' && path.includes('/bases/') ? { name: 'x' } : {});
};
/** What a route cannot do without, by the end of its path. */
const queries: Record<string, string> = {
  export: '?format=json',
  places: '?start=0&end=1',
  find: `?q=${CANARY}`,
  locate: `?version=nothing&start=0&end=1&words=${CANARY}`,
};
const send = (who: TestPerson, row: TableRow, id: string) => {
  const body = bodyFor(row);
  const query = queries[row.path.split('/').at(-1) ?? ''] ?? '';
  const path = row.path.replace(/\{(?:id|base)\}/u, id).replace('{place}', '0') + query;
  return who.fetch(path, {
    method: row.method,
    ...(body === null ? {} : { body }),
    ...(typeof body === 'string' ? { headers: { 'content-type': 'application/json' } } : {}),
  });
};
const kindOf = (path: string) =>
  Object.keys(owned).find(
    (kind): kind is keyof typeof owned =>
      path.startsWith(`/api/v1/${kind}/{id}`) || (kind === 'bases' && path.includes('{base}')),
  );
/** Whoever sent an id may hear it again. */
const said = async (response: Response, id: string) =>
  (await response.text()).replace(/"traceId":"\w+"/, '').replaceAll(id, 'ID');

test('what is somebody else’s is answered as what is not there, letter for letter', async () => {
  const withId = rows.filter(({ path }) => kindOf(path));
  const others = rows.filter(({ path }) => path.includes('{') && !kindOf(path));
  const known = Object.keys(elsewhere);
  expect(others.filter(({ path }) => !known.some((start) => path.startsWith(start)))).toEqual([]);
  expect(withId.length).toBeGreaterThan(35);
  const seen = [];
  for (const [name, stranger] of Object.entries(strangers)) {
    const withIds = withId.flatMap((row) =>
      owned[kindOf(row.path) ?? 'bases'].map((id) => ({ row, id })),
    );
    for (const { row, id } of withIds) {
      const none = `${id.slice(0, -4)}0000`;
      const theirs = await send(stranger, row, id);
      const heard = await said(theirs, id);
      seen.push({
        who: `${name}: ${row.method} ${row.path}`,
        // A colleague who may write no base is refused for that, before anything is looked for.
        refused: theirs.status === 404 || (theirs.status === 403 && row.action.startsWith('base:')),
        same: heard === (await said(await send(stranger, row, none), none)),
        silent: !heard.includes(CANARY),
      });
    }
  }
  expect(seen.filter(({ refused, same, silent }) => !(refused && same && silent))).toEqual([]);
});

test('afterwards all is as it was', async () => {
  const read = await owner.json<{ title: string; messages: { feedback: string[] }[] }>(
    `/api/v1/conversations/${conversation}`,
  );
  expect(read.title).toBe(CANARY);
  expect(read.messages).toHaveLength(2);
  expect(read.messages.flatMap(({ feedback }) => feedback)).toEqual([]);
  for (const id of owned.documents)
    expect((await owner.fetch(`/api/v1/documents/${id}/original`)).status).toBe(200);
  const ran = await owner.fetch(`/api/v1/evaluations/${owned.evaluations[0]}`);
  expect(ran.status).toBe(200);
});

test('no list, search or model of others shows it', async () => {
  const paths = [
    '/api/v1/conversations',
    `/api/v1/conversations/search?q=${CANARY}`,
    '/api/v1/documents',
    `/api/v1/documents?conversation=${conversation}`,
    '/api/v1/facets?names=tags,format',
    '/api/v1/ingestion',
    '/api/v1/ingestion/given-up',
    `/api/v1/search?q=${CANARY}`,
    '/api/v1/bases',
    '/api/v1/suggestions',
    '/v1/models',
  ];
  for (const stranger of Object.values(strangers)) {
    for (const path of paths) {
      const response = await stranger.fetch(path);
      const text = await response.text();
      const shows = [CANARY, ...bases].filter((secret) => text.includes(secret));
      expect({ path, status: response.status, shows }).toEqual({ path, status: 200, shows: [] });
    }
    for (const base of bases) {
      const ways = [
        await stranger.fetch(`/api/v1/search?q=${CANARY}&base=${base}`),
        await stranger.fetch(`/api/v1/facets?names=tags&base=${base}`),
        await stranger.fetch(`/api/v1/documents?base=${base}`),
        await stranger.fetch(`/api/v1/ingestion?base=${base}`),
      ];
      expect(ways.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
    }
  }
});

test('ids of others in a body reach nothing', async () => {
  for (const stranger of Object.values(strangers)) {
    const { id } = await stranger.json<{ id: string }>('/api/v1/conversations', { body: {} });
    const post = (path: string, body: object, method = 'POST') =>
      stranger.fetch(path, {
        method,
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      });
    const turns = `/api/v1/conversations/${id}/turns`;
    const tries = [
      await post(turns, { text: 'What?', attachments: [attached] }),
      await post(turns, { text: 'What?', parentId: message }),
      await post(`/api/v1/conversations/${id}`, { activeLeafId: message }, 'PATCH'),
    ];
    for (const base of bases)
      tries.push(
        await post(turns, { text: 'What?', baseIds: [base] }),
        await post('/api/v1/conversations', { baseIds: [base] }),
        await post(`/api/v1/conversations/${id}`, { baseIds: [base] }, 'PATCH'),
        await post('/v1/chat/completions', {
          model: `knowledge/${base}`,
          messages: [{ role: 'user', content: CANARY }],
        }),
      );
    expect(tries.map(({ status }) => status)).toEqual(tries.map(() => 404));
    const answer = await stranger.ask(`What is ${CANARY}?`, { conversationId: id });
    expect(JSON.stringify(ofType(answer, 'data-sources'))).not.toContain(CANARY);
  }
});

test('a client’s own chat id means its own chat, whoever else has one of that name', async () => {
  const chat = {
    id: 'chat-1',
    messages: [{ id: 'u', role: 'user', parts: [{ type: 'text', text: CANARY }] }],
  };
  const headers = { 'content-type': 'application/json' };
  const init = { method: 'POST', headers, body: JSON.stringify(chat) };
  await (await owner.fetch('/api/v1/ui-chat', init)).text();
  for (const stranger of Object.values(strangers)) {
    expect((await stranger.fetch('/api/v1/ui-chat/chat-1/stream')).status).toBe(204);
    const stopped = await stranger.fetch('/api/v1/ui-chat/chat-1/stop', { method: 'POST' });
    expect(await stopped.json()).toEqual({ stopped: false });
  }
});

test('the log names nobody’s words', () => {
  expect(server.log.join('\n')).not.toContain(CANARY);
});
