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
/** Everything of the owner's that has an id, and what stands in a path for it. */
let owned: Record<
  'conversations' | 'turns' | 'messages' | 'documents' | 'versions' | 'bases',
  string
>;
let attached: string;

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
  owned = {
    conversations: id,
    turns: start?.messageMetadata.turnId ?? '',
    messages: start?.messageId ?? '',
    documents: attached,
    versions: versionId,
    bases: (await owner.json<{ baseId: string }>(`/api/v1/documents/${attached}`)).baseId,
  };
}, 30_000);
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
  const path = row.path.replace('{id}', id).replace('{place}', '0') + query;
  return who.fetch(path, {
    method: row.method,
    ...(body === null ? {} : { body }),
    ...(typeof body === 'string' ? { headers: { 'content-type': 'application/json' } } : {}),
  });
};
const kindOf = (path: string) =>
  Object.keys(owned).find((kind): kind is keyof typeof owned =>
    path.startsWith(`/api/v1/${kind}/{id}`),
  );
const withoutTrace = (text: string) => text.replace(/"traceId":"\w+"/, '');

test('what is somebody else’s is answered as what is not there, letter for letter', async () => {
  const withId = rows.filter(({ path }) => kindOf(path));
  expect(withId.length).toBeGreaterThan(18);
  const seen = [];
  for (const [name, stranger] of Object.entries(strangers)) {
    for (const row of withId) {
      const kind = kindOf(row.path);
      const id = kind ? owned[kind] : '';
      const theirs = await send(stranger, row, id);
      const nobodys = await send(stranger, row, `${id.slice(0, -4)}0000`);
      const said = withoutTrace(await theirs.text());
      seen.push({
        who: `${name}: ${row.method} ${row.path}`,
        // A colleague who may write no base is refused for that, before anything is looked for.
        refused: theirs.status === 404 || (theirs.status === 403 && row.action.startsWith('base:')),
        same: said === withoutTrace(await nobodys.text()),
        silent: !said.includes(CANARY),
      });
    }
  }
  expect(seen.filter(({ refused, same, silent }) => !(refused && same && silent))).toEqual([]);
});

test('afterwards all is as it was', async () => {
  const read = await owner.json<{ title: string; messages: { feedback: string[] }[] }>(
    `/api/v1/conversations/${owned.conversations}`,
  );
  expect(read.title).toBe(CANARY);
  expect(read.messages).toHaveLength(2);
  expect(read.messages.flatMap(({ feedback }) => feedback)).toEqual([]);
  expect((await owner.fetch(`/api/v1/documents/${attached}/original`)).status).toBe(200);
});

test('no list, search or model of others shows it', async () => {
  const paths = [
    '/api/v1/conversations',
    `/api/v1/conversations/search?q=${CANARY}`,
    '/api/v1/documents',
    `/api/v1/documents?conversation=${owned.conversations}`,
    `/api/v1/search?q=${CANARY}`,
    '/api/v1/bases',
    '/api/v1/suggestions',
    '/v1/models',
  ];
  for (const stranger of Object.values(strangers)) {
    for (const path of paths) {
      const response = await stranger.fetch(path);
      const text = await response.text();
      const shows = [CANARY, owned.bases].filter((secret) => text.includes(secret));
      expect({ path, status: response.status, shows }).toEqual({ path, status: 200, shows: [] });
    }
    const byBase = await stranger.fetch(`/api/v1/search?q=${CANARY}&base=${owned.bases}`);
    expect(byBase.status).toBe(404);
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
      await post(turns, { text: 'What?', parentId: owned.messages }),
      await post('/api/v1/conversations', { baseIds: [owned.bases] }),
      await post(`/api/v1/conversations/${id}`, { baseIds: [owned.bases] }, 'PATCH'),
      await post(`/api/v1/conversations/${id}`, { activeLeafId: owned.messages }, 'PATCH'),
      await post('/v1/chat/completions', {
        model: `knowledge/${owned.bases}`,
        messages: [{ role: 'user', content: CANARY }],
      }),
    ];
    expect(tries.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404, 404]);
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
