import { afterAll, beforeAll, expect, test } from 'vitest';
import { rawRequest } from '../testing/raw-request.ts';
import { routeTable, type TableRow } from '../testing/route-table.ts';
import { startServer, type TestServer } from '../testing/start-server.ts';

/** All that anybody may ask. A new public route is not one before it stands here. */
const open = [
  'GET /docs',
  'GET /docs/reference.css',
  'GET /docs/reference.js',
  'GET /health/live',
  'GET /health/ready',
  'GET /openapi.json',
  'POST /api/v1/sign-in',
];

let server: TestServer;
let rows: TableRow[];
beforeAll(async () => {
  server = await startServer();
  ({ rows } = await routeTable(server.url));
});
afterAll(() => server.close());

const closed = () => rows.filter(({ action }) => action !== 'public');
const nameOf = ({ method, path }: TableRow) => `${method} ${path}`;
const statusesOf = async (send: (row: TableRow) => Promise<Response>): Promise<string[]> => {
  const answers = await Promise.all(
    closed().map(async (row) => {
      const response = await send(row);
      await response.body?.cancel();
      return `${response.status} ${nameOf(row)}`;
    }),
  );
  return answers.filter((answer) => !answer.startsWith('401 '));
};

test('the table is whole, and what is public in it is what we meant', () => {
  expect(rows.length).toBeGreaterThan(45);
  expect(
    rows
      .filter(({ action }) => action === 'public')
      .map(nameOf)
      .toSorted(),
  ).toEqual(open);
});

const id = 'A'.repeat(43);
const wrong: Record<string, Record<string, string>> = {
  nothing: {},
  'an empty bearer': { authorization: 'Bearer ' },
  'an unknown key': { authorization: `Bearer dk_${'0'.repeat(32)}_${id}` },
  'an unknown key as api-key': { 'api-key': `dk_${'0'.repeat(32)}_${id}` },
  'something to inject': { authorization: "Bearer ' OR '1'='1" },
  'a password': { authorization: 'Basic b3BlcmF0b3I6b3BlcmF0b3I=' },
  'a JWT without signature': {
    authorization: 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJvcGVyYXRvciJ9.',
  },
  'an unknown session': { cookie: `docent=${id}; __Host-docent=${id}` },
  'identity headers of a proxy': {
    'x-ms-client-principal-id': 'operator',
    'x-ms-client-principal-name': 'operator',
    'x-ms-client-principal': 'eyJ1c2VySWQiOiJvcGVyYXRvciJ9',
    'x-forwarded-user': 'operator',
    'x-forwarded-for': '127.0.0.1',
    'x-user-id': 'operator',
    'x-tenant-id': 'default',
    'x-request-from': 'internal',
  },
};

test.for(Object.entries(wrong))('every route but those refuses %s', async ([, headers]) => {
  const refused = await statusesOf(({ method, at }) =>
    fetch(server.url + at(), { method, headers: { origin: server.url, ...headers } }),
  );
  expect(refused).toEqual([]);
});

test('so does every other method of a closed path', async () => {
  const statuses = await Promise.all(
    closed().flatMap((row) =>
      ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD', 'PURGE'].map(async (method) => {
        const headers = { origin: server.url };
        const { status } = await fetch(server.url + row.at(), { method, headers });
        return { status, row: `${method} ${row.path}` };
      }),
    ),
  );
  // A preflight says what a page of another origin may do; here that is nothing.
  const others = statuses.filter(
    ({ status, row }) => status !== 401 && !/^OPTIONS \/(v1|openai)\//.test(row),
  );
  expect(others).toEqual([]);
});

test('no other spelling of a path opens it', async () => {
  const spellings: ((path: string) => string)[] = [
    (path) => path.toUpperCase(),
    (path) => `/${path}`,
    (path) => path.replace('/', '/./'),
    (path) => path.replace('a', '%61'),
    (path) => `${path}/`,
    (path) => `${path};x`,
    (path) => `${path}.json`,
    (path) => `${path}%00`,
    (path) => path.replaceAll('/', '%2f').replace('%2f', '/'),
    (path) => server.url + path,
    (path) => `/docs/..${path}`,
  ];
  const statuses = [];
  for (const { method, at } of closed()) {
    for (const spell of spellings) {
      const target = spell(at());
      const headers = { origin: server.url };
      const { status } = await rawRequest(server.url, { method, target, headers });
      statuses.push({ status, target });
    }
  }
  expect(statuses.filter(({ status }) => status !== 401 && status !== 404)).toEqual([]);
});

test('a right key in the address is refused, and works in no way there', async () => {
  const anna = await server.person();
  for (const name of ['api_key', 'api-key', 'access_token', 'token', 'key']) {
    const response = await fetch(`${server.url}/api/v1/me?${name}=${anna.key}`);
    expect(response.status).toBe(400);
  }
  expect((await anna.fetch('/api/v1/me')).status).toBe(200);
});
