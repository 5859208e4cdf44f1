import { afterAll, beforeAll, expect, test } from 'vitest';
import { routeTable, type TableRow } from '../testing/route-table.ts';
import { signIn } from '../testing/session.ts';
import { startServer, type TestServer } from '../testing/start-server.ts';

let server: TestServer;
let rows: TableRow[];
beforeAll(async () => {
  server = await startServer();
  ({ rows } = await routeTable(server.url));
});
afterAll(() => server.close());

/** What each role may not, whoever it is; a key may besides not speak for its person. */
const refused = {
  viewer: [
    'base:measure',
    'base:write',
    'document:write',
    'installation:operate',
    'key:manage',
    'source:read',
  ],
  member: ['base:measure', 'base:write', 'installation:operate', 'source:read'],
  administrator: ['installation:operate'],
} as const;
const person = ['key:manage', 'self:write'];

type Send = (path: string, init: RequestInit) => Promise<Response>;

/** The actions of all routes that are answered with 403. */
const forbidden = async (send: Send): Promise<string[]> => {
  const found = new Set<string>();
  const others = new Set<string>();
  for (const { method, action, at } of rows) {
    if (at() === '/api/v1/sign-out') continue; // it would be the last thing that this session does
    const response = await send(at(), { method });
    (response.status === 403 ? found : others).add(action);
    await response.body?.cancel();
  }
  // All routes of one action are refused, or none is.
  expect([...found].filter((action) => others.has(action))).toEqual([]);
  return [...found].toSorted();
};

test.for(['viewer', 'member', 'administrator'] as const)(
  'a %s may do on every route what the policy says, with a session and with a key',
  async (role) => {
    const session = await signIn(server, { name: role, role });
    expect(await forbidden((path, init) => session.fetch(path, init))).toEqual(refused[role]);
    const key = await server.person({ role, name: `key of ${role}` });
    const expected = [...new Set([...refused[role], ...person])].toSorted();
    expect(await forbidden((path, init) => key.fetch(path, init))).toEqual(expected);
  },
);
