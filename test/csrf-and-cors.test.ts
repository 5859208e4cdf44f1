import { afterAll, beforeAll, expect, test } from 'vitest';
import { conversation } from '../src/contracts/conversation.ts';
import { readJson } from '../testing/read-json.ts';
import { routeTable, type TableRow } from '../testing/route-table.ts';
import { signIn, type TestSession } from '../testing/session.ts';
import { startServer, type TestServer } from '../testing/start-server.ts';

const FRIEND = 'https://friend.example';

let server: TestServer;
let session: TestSession;
let rows: TableRow[];
beforeAll(async () => {
  server = await startServer({ env: { ALLOWED_ORIGINS: FRIEND } });
  session = await signIn(server);
  ({ rows } = await routeTable(server.url));
});
afterAll(() => server.close());

const evil: Record<string, Record<string, string>> = {
  'another origin': { origin: 'https://evil.example' },
  'an opaque origin': { origin: 'null' },
  'an origin that begins like ours': { origin: 'http://127.0.0.1.evil.example' },
  'our host on another port': { origin: 'http://127.0.0.1:1' },
  'our host over another scheme': { origin: 'https://127.0.0.1' },
  'no origin at all': {},
  'a cross-site fetch': { 'sec-fetch-site': 'cross-site' },
  'a same-site fetch': { 'sec-fetch-site': 'same-site' },
  'an allowed origin': { origin: FRIEND },
};

test.for(Object.entries(evil))('a cookie does nothing from %s', async ([, headers]) => {
  const changing = rows.filter(({ method }) => method !== 'GET');
  expect(changing.length).toBeGreaterThan(15);
  for (const { method, at } of changing) {
    for (const type of ['application/json', 'text/plain', 'application/x-www-form-urlencoded']) {
      const response = await fetch(server.url + at('default'), {
        method,
        headers: { cookie: session.cookie, 'content-type': type, ...headers },
        body: '{}',
      });
      expect(`${method} ${at()} ${response.status}`).toBe(`${method} ${at()} 403`);
      await response.body?.cancel();
    }
  }
  expect((await session.fetch('/api/v1/bases')).status).toBe(200);
});

test('nobody can be signed in by another site', async () => {
  const { token } = await server.docent.access.signInLink({ tenant: 'default' });
  const send = (headers: Record<string, string>) =>
    fetch(`${server.url}/api/v1/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ token }),
    });
  expect((await send({ origin: 'https://evil.example' })).status).toBe(403);
  expect((await send({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  expect((await send({ origin: server.url, 'sec-fetch-site': 'same-origin' })).status).toBe(200);
});

test('no method in a header, field or query is believed', async () => {
  const made = await session.fetch('/api/v1/conversations', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  const { id } = await readJson(conversation, made);
  const path = `/api/v1/conversations/${id}`;
  await session.fetch(path, { headers: { 'x-http-method-override': 'DELETE' } });
  await session.fetch(`${path}?_method=DELETE`);
  expect((await session.fetch(path)).status).toBe(200);
});

test('GET and HEAD change nothing', async () => {
  const before = await (await session.fetch('/api/v1/conversations')).text();
  for (const { method, at } of rows) {
    if (method !== 'GET') continue;
    await (await session.fetch(at('default'))).body?.cancel();
    await session.fetch(at('default'), { method: 'HEAD' });
  }
  expect(await (await session.fetch('/api/v1/conversations')).text()).toBe(before);
});

const preflight = (path: string, origin: string) =>
  fetch(server.url + path, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization, content-type',
    },
  });

test('pages of an allowed origin may ask the OpenAI surface with a key, never with cookies', async () => {
  const answer = await preflight('/v1/chat/completions', FRIEND);
  expect(answer.headers.get('access-control-allow-origin')).toBe(FRIEND);
  expect(answer.headers.get('access-control-allow-headers')).toContain('authorization');
  expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
  expect(answer.headers.get('vary')?.toLowerCase()).toContain('origin');
  const anna = await server.person();
  const models = await anna.fetch('/v1/models', { headers: { origin: FRIEND } });
  expect(models.headers.get('access-control-allow-origin')).toBe(FRIEND);
});

test.for([
  ['/v1/models', 'https://evil.example'],
  ['/v1/models', 'null'],
  ['/v1/models', `${FRIEND}.evil.example`],
  ['/v1/models', 'http://friend.example'],
  ['/api/v1/me', FRIEND],
  ['/', FRIEND],
])('%s gives %s no permission', async ([path = '', origin = '']) => {
  for (const response of [
    await preflight(path, origin),
    await fetch(server.url + path, { headers: { origin } }),
  ]) {
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
    expect(response.headers.get('access-control-allow-credentials')).toBeNull();
  }
});
