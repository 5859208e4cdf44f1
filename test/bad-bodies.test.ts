import { afterAll, beforeAll, expect, test } from 'vitest';
import { problem } from '../src/contracts/common.ts';
import type { JsonSchema } from '../src/surfaces/reference/schema-names.ts';
import { readJson } from '../testing/read-json.ts';
import { routeTable, type TableRow } from '../testing/route-table.ts';
import { startServer, type TestPerson, type TestServer } from '../testing/start-server.ts';

let server: TestServer;
let person: TestPerson;
let withBody: { row: TableRow; at: string; schema: JsonSchema }[];

beforeAll(async () => {
  server = await startServer({ env: { DOCENT_ASKS_PER_MINUTE: '100000' } });
  person = await server.person();
  const { rows, document } = await routeTable(server.url);
  const { id } = await person.json<{ id: string }>('/api/v1/conversations', { body: {} });
  const resolved = (schema: JsonSchema): JsonSchema => {
    const name = schema.$ref?.split('/').at(-1);
    return name === undefined ? schema : (document.components.schemas[name] ?? {});
  };
  withBody = rows.flatMap((row) => {
    const schema = row.operation.requestBody?.content['application/json']?.schema;
    // Keys are a person's to make: what a key may not do at all is another test's matter.
    const isOpenToKeys = row.action !== 'key:manage' && row.action !== 'self:write';
    return schema && isOpenToKeys ? [{ row, at: row.at(id), schema: resolved(schema) }] : [];
  });
});
afterAll(() => server.close());

const send = (
  { row, at }: { row: TableRow; at: string },
  body: NonNullable<RequestInit['body']>,
  type = 'application/json',
) => person.fetch(at, { method: row.method, body, headers: { 'content-type': type } });

/** Refused as the caller's fault, in a problem's shape, with nothing of the inside in it. */
const refusal = async (response: Response): Promise<string | null> => {
  const text = await response.text();
  const isRefused = [400, 401, 404, 413, 415, 422].includes(response.status);
  const leaks = /\bat .*\.ts|SQLITE|node_modules|docent-test-|stack/.test(text);
  return isRefused && !leaks ? null : `${response.status} ${text.slice(0, 200)}`;
};

test('a body of more values than anybody sends is refused before any schema looks at them', async () => {
  const each = withBody.find(({ at }) => at === '/api/v1/conversations');
  expect(each).toBeDefined();
  if (!each) return;
  for (const many of [
    `[${'1,'.repeat(30_000)}1]`,
    `{${Array.from({ length: 30_000 }, (_, place) => `"k${place}":1`).join()}}`,
  ]) {
    expect((await send(each, `{"title":${many}}`)).status).toBe(413);
  }
});

test('there are bodies to send', () => {
  expect(withBody.length).toBeGreaterThan(9);
});

const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
const whole: Record<string, string> = {
  'no JSON': '{',
  nothing: '',
  'not an object': '"text"',
  'a list': '[]',
  null: 'null',
  'a number beyond all': '1e400',
  'a deep nest': nested(10_000),
  'a prototype': '{"__proto__":{"role":"operator"}}',
  'an escaped prototype': '{"\\u005f_proto__":{"x":1}}',
  'a constructor': '{"constructor":{"prototype":{"x":1}}}',
  'half a surrogate pair': '{"text":"\\ud800"}',
  'a NUL': '{"text":"a\\u0000b"}',
};

test.for(Object.entries(whole))('every route refuses %s', async ([, body]) => {
  for (const each of withBody) {
    expect(await refusal(await send(each, body))).toBeNull();
  }
  expect(({} as Record<string, unknown>)['x']).toBeUndefined();
});

test('every route refuses bytes that are not UTF-8, and two megabytes', async () => {
  for (const each of withBody) {
    expect(await refusal(await send(each, new Uint8Array([0x7b, 0xff, 0xfe])))).toBeNull();
    expect((await send(each, `{"text":"${'x'.repeat(2_000_000)}"}`)).status).toBe(413);
  }
});

test.for(['text/plain', 'multipart/form-data; boundary=x', 'application/json; charset=utf-7', ''])(
  'JSON is not read from %s',
  async (type) => {
    for (const each of withBody) expect((await send(each, '{}', type)).status).toBe(415);
  },
);

const wrong: unknown[] = [
  null,
  [],
  {},
  '',
  1e300,
  -1,
  true,
  'x'.repeat(1_000_000),
  ['x', {}],
  '\u202e',
];

test('every field takes what it is, and refuses all else without harm', async () => {
  const harm = [];
  let refused = 0;
  for (const each of withBody) {
    for (const name of Object.keys(each.schema.properties ?? {})) {
      for (const value of wrong) {
        const response = await send(each, JSON.stringify({ [name]: value }));
        const said = response.ok ? null : await refusal(response);
        if (response.ok) await response.body?.cancel();
        else refused += 1;
        if (said !== null) harm.push(`${each.at} ${name}: ${said}`);
      }
    }
  }
  expect(harm).toEqual([]);
  expect(refused).toBeGreaterThan(100);
}, 120_000);

test('native bodies have no field that is not in the contract', async () => {
  const grants = [
    'id',
    'tenant',
    'tenantId',
    'ownerId',
    'role',
    'isAdmin',
    'createdAt',
    'citations',
    'model',
    'api_base',
  ];
  const native = withBody.filter(({ at }) => at.startsWith('/api/') && !at.includes('ui-chat'));
  for (const each of native) {
    for (const name of grants) {
      if (name in (each.schema.properties ?? {})) continue;
      const response = await send(each, JSON.stringify({ [name]: 'operator' }));
      expect({ at: each.at, name, status: response.status }).toMatchObject({ status: 400 });
      const body = await readJson(problem, response);
      expect(body.status).toBe(400);
      expect(body.traceId).toBe(response.headers.get('x-trace-id'));
    }
  }
});

test('an unknown field of a compatible surface grants nothing', async () => {
  const stranger = await server.person({ role: 'viewer', name: 'V' });
  const response = await stranger.fetch('/v1/chat/completions', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'knowledge/default',
      messages: [{ role: 'user', content: 'Hello?', tenant: 'other' }],
      tenant: 'other',
      role: 'operator',
      api_base: 'http://169.254.169.254/',
    }),
  });
  expect(response.status).toBe(200);
  expect((await stranger.json<{ role: string }>('/api/v1/me')).role).toBe('viewer');
});

test.for([
  '/api/v1/conversations?limit=1&limit=2',
  '/api/v1/conversations?limit[$gt]=1',
  '/api/v1/conversations?limit=1e9',
  '/api/v1/conversations?limit=-1',
  '/api/v1/conversations?limit=1;drop',
  '/api/v1/conversations?cursor=0%20limit%201000--',
  '/api/v1/conversations?__proto__=1',
  '/api/v1/conversations?order=id',
  '/api/v1/documents?state=ready%27%20or%201=1',
  '/api/v1/documents?cursor=%00',
  '/api/v1/documents?offset=0',
  '/api/v1/search',
  '/api/v1/search?q=',
  '/api/v1/versions/x/places?start=2&end=1',
  '/api/v1/versions/x/places?start=a&end=1',
])('the query of %s is refused', async (path) => {
  const response = await person.fetch(path);
  expect(response.status).toBe(400);
});

test.for([
  '"',
  'NEAR(',
  '*',
  'text:x',
  '-',
  '(((',
  'x'.repeat(2000),
  'OR OR',
  "' OR 1=1 --",
  '\u{1F600}',
])('a search for %s is a search for words', async (q) => {
  for (const path of ['/api/v1/search', '/api/v1/conversations/search']) {
    const response = await person.fetch(`${path}?q=${encodeURIComponent(q)}`);
    expect([200, 400]).toContain(response.status);
    await response.body?.cancel();
  }
});

test('random bytes break nothing', async () => {
  person = await server.person({ name: 'has not asked too often yet' });
  let seed = 7;
  const next = () => (seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31) % 256;
  for (let at = 0; at < 200; at += 1) {
    const each = withBody[at % withBody.length];
    if (!each) continue;
    const bytes = Uint8Array.from({ length: next() }, next);
    expect({ at, said: await refusal(await send(each, bytes)) }).toEqual({ at, said: null });
  }
  expect((await fetch(`${server.url}/health/ready`)).status).toBe(200);
});
