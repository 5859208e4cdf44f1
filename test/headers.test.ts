import { afterAll, beforeAll, expect, test } from 'vitest';
import { routeTable, type TableRow } from '../testing/route-table.ts';
import { rawRequest } from '../testing/raw-request.ts';
import { startServer, type TestPerson, type TestServer } from '../testing/start-server.ts';

const baseline = {
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(self)',
};
const ofData = "default-src 'none'; frame-ancestors 'none'; sandbox";
/** A worker has the policy of its script, and must not be sandboxed. */
const ofScripts = "default-src 'none'; script-src 'self'; frame-ancestors 'none'";
const ofPages =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; " +
  "connect-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; " +
  "require-trusted-types-for 'script'; trusted-types docent-worker";

let server: TestServer;
let rows: TableRow[];
let person: TestPerson;
beforeAll(async () => {
  server = await startServer();
  ({ rows } = await routeTable(server.url));
  person = await server.person();
});
afterAll(() => server.close());

const headersOf = ({ headers }: Response) => Object.fromEntries(headers);
const policyFor = ({ headers }: Response) => {
  const type = headers.get('content-type') ?? '';
  if (type.startsWith('text/html')) return ofPages;
  return type.startsWith('text/javascript') ? ofScripts : ofData;
};
const unsafe = (headers: Record<string, string>) =>
  ['server', 'x-powered-by', 'access-control-allow-origin'].filter((name) => name in headers);

test('every route says the same, signed in or not', async () => {
  const responses = await Promise.all(
    rows.flatMap(({ method, at }) => [
      fetch(server.url + at(), { method }),
      person.fetch(at(), { method }),
    ]),
  );
  for (const response of responses) {
    const headers = headersOf(response);
    expect(headers).toMatchObject(baseline);
    expect(headers['content-security-policy']).toBe(policyFor(response));
    expect(headers['x-trace-id']).toMatch(/^[0-9a-f]{32}$/);
    expect(unsafe(headers)).toEqual([]);
    await response.body?.cancel();
  }
});

test.for(['/', '/nothing', '/api/v1/nothing', '/v1/nothing', '/favicon.svg', '/docs'])(
  'so do pages, files and what is not there: %s',
  async (path) => {
    const response = await fetch(server.url + path);
    const headers = headersOf(response);
    expect(headers).toMatchObject(baseline);
    expect(headers['content-security-policy']).toBe(policyFor(response));
    expect(unsafe(headers)).toEqual([]);
  },
);

test('what is somebody’s is not kept by any cache', async () => {
  for (const path of ['/api/v1/me', '/api/v1/conversations', '/api/v1/documents', '/api/v1/keys']) {
    expect((await person.fetch(path)).headers.get('cache-control')).toBe('no-store');
  }
  expect((await fetch(`${server.url}/api/v1/me/x.css`)).status).toBe(404);
});

test.for(['/metrics', '/debug', '/.env', '/.git/HEAD', '/index.js.map', '/api', '/console'])(
  'nothing stands at %s',
  async (path) => {
    expect((await fetch(server.url + path)).status).toBe(404);
  },
);

test('a good trace id is kept, in answer and log; a bad one is not', async () => {
  const send = (id: string) =>
    fetch(`${server.url}/health/live`, { headers: { 'x-trace-id': id } });
  expect((await send('trace-1234567890')).headers.get('x-trace-id')).toBe('trace-1234567890');
  expect(server.log.join('')).toContain('"traceId":"trace-1234567890"');
  for (const bad of [
    'short',
    'x'.repeat(65),
    'a b c d e f g',
    '{"level":50,"x":1}',
    '../../etc/passwd',
  ]) {
    expect((await send(bad)).headers.get('x-trace-id')).toMatch(/^[0-9a-f]{32}$/);
  }
});

test.for([
  ['TRACE', '/', 405, {}],
  ['GET', '/health/live', 200, { host: 'localhost' }],
  ['GET', '/api/v1/me', 401, { host: 'localhost' }],
  ['GET', '/health/live', 400, { host: 'a/b' }],
  ['GET', '/health/live', 431, { 'x-large': 'x'.repeat(20_000) }],
  ['POST', '/api/v1/sign-in', 400, { 'content-length': '3', 'transfer-encoding': 'chunked' }],
] as const)('%s %s is answered with %d', async ([method, target, status, headers]) => {
  const answer = await rawRequest(server.url, { method, target, headers });
  expect(answer.status).toBe(status);
  expect(answer.body).not.toContain('docent-test-');
});

test('two hosts are none: which one a proxy has read nobody knows', async () => {
  const headers = ['host', 'localhost', 'host', 'other'];
  expect((await rawRequest(server.url, { target: '/health/live', headers })).status).toBe(400);
});

test('a conditional request for a list that has not changed is answered with nothing', async () => {
  for (const path of ['/api/v1/conversations', '/api/v1/documents']) {
    const first = await person.fetch(path);
    const etag = first.headers.get('etag') ?? '';
    const again = await person.fetch(path, { headers: { 'if-none-match': etag } });
    expect([again.status, await again.text()]).toEqual([304, '']);
  }
});
