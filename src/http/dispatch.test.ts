import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Access } from '../access/access.ts';
import { OPERATOR, type Identity } from '../access/identity.ts';
import type { LogFields, Logger } from '../ports/telemetry.ts';
import { createDispatcher, type HttpEnvironment } from './dispatch.ts';
import { problemResponse } from './problem-response.ts';
import { route, type Route, type Surface } from './route.ts';
import { traced } from './tracing.ts';

const identity: Identity = {
  principal: { ...OPERATOR, role: 'viewer', scopes: ['ask'] },
  credential: { kind: 'key', id: 'key_1' },
};
const never = () => Promise.reject(new Error('not asked in this test'));
const access: Access = {
  authenticate: async ({ headers }) => (headers.has('api-key') ? identity : null),
  stillValid: async () => true,
  principalNow: never,
  onRevocation: () => () => undefined,
  signInLink: never,
  redeem: never,
  signOut: never,
  keys: { visible: never, add: never, revoke: never },
  accountNames: never,
  preferences: { read: never, save: never },
};

const serverWith = (row: Route) => {
  const lines: LogFields[] = [];
  const note = (message: string, fields: LogFields = {}) => lines.push({ message, ...fields });
  const logger: Logger = { debug: note, info: note, warn: note, error: note, child: () => logger };
  const surface: Surface = {
    name: 'test',
    prefixes: [],
    crossOrigin: false,
    routes: [row],
    encodeProblem: problemResponse,
  };
  const app = new Hono<HttpEnvironment>();
  app.use('*', traced(logger));
  const limits = { asksPerMinute: 2 };
  app.on(row.method, '/x', createDispatcher({ access, limits })(surface, row));
  const send = (init: RequestInit = {}) =>
    app.request('/x', {
      ...init,
      headers: { 'api-key': 'k', ...Object.fromEntries(new Headers(init.headers)) },
    });
  return { send, lines, app };
};
const spec = { method: 'get', path: '/x', summary: 'x', answer: { meaning: 'x' } } as const;

test('what breaks in a handler is one answer without a word of the inside, and a line in the log', async () => {
  const cause = new Error('SELECT * FROM secrets at /data/tenant.db');
  const { send, lines } = serverWith(
    route('self:read', spec, () => {
      throw cause;
    }),
  );
  const response = await send();
  const text = await response.text();
  expect(response.status).toBe(500);
  expect(text).not.toMatch(/SELECT|tenant\.db|at /);
  expect(JSON.parse(text)).toMatchObject({
    code: 'internal',
    traceId: response.headers.get('x-trace-id'),
  });
  expect(lines.find(({ message }) => message === 'request failed')?.['error']).toBe(cause);
});

test('nobody reaches the handler or its body before it is clear who asks and that they may', async () => {
  let reached = false;
  const body = z.strictObject({ a: z.string() });
  const handler = () => {
    reached = true;
    return new Response();
  };
  const post = { ...spec, method: 'post', body } as const;
  const { app } = serverWith(route('self:read', post, handler));
  expect((await app.request('/x', { method: 'POST', body: 'no json' })).status).toBe(401);
  const forbidden = serverWith(route('document:write', post, handler));
  expect((await forbidden.send({ method: 'POST', body: 'no json' })).status).toBe(403);
  expect(reached).toBe(false);
});

test('questions are counted, other requests are not', async () => {
  const asking = serverWith(route('turn:ask', spec, () => new Response()));
  const statuses = [];
  for (let at = 0; at < 3; at += 1) statuses.push((await asking.send()).status);
  expect(statuses).toEqual([200, 200, 429]);
  const reading = serverWith(route('self:read', spec, () => new Response()));
  for (let at = 0; at < 5; at += 1) expect((await reading.send()).status).toBe(200);
});

test('HEAD lets go of the body that nobody reads', async () => {
  let cancelled = false;
  const endless = new ReadableStream({
    cancel: () => {
      cancelled = true;
    },
  });
  const { send } = serverWith(route('self:read', spec, () => new Response(endless)));
  expect(await (await send({ method: 'HEAD' })).text()).toBe('');
  expect(cancelled).toBe(true);
});
