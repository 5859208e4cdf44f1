import { z } from 'zod';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createdKey, key as keyContract, me } from '../src/contracts/identity.ts';
import { DEFAULT_TENANT } from '../src/domain/tenant.ts';
import { signIn, type TestSession } from '../testing/session.ts';
import { readJson } from '../testing/read-json.ts';
import { startServer, type TestServer } from '../testing/start-server.ts';

let server: TestServer;
let admin: TestSession;
let member: TestSession;
beforeAll(async () => {
  server = await startServer();
  admin = await signIn(server);
  member = await signIn(server, { name: 'Mia', role: 'member' });
});
afterAll(() => server.close());

const make = (who: TestSession, wish: object) =>
  who.fetch('/api/v1/keys', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(wish),
  });
const made = async (who: TestSession, wish: object) => readJson(createdKey, await make(who, wish));
const withKey = (key: string, path = '/api/v1/me', init: RequestInit = {}) =>
  fetch(server.url + path, {
    ...init,
    headers: { ...Object.fromEntries(new Headers(init.headers)), authorization: `Bearer ${key}` },
  });
const listed = async (who: TestSession) =>
  (await readJson(z.object({ items: z.array(keyContract) }), await who.fetch('/api/v1/keys')))
    .items;

test('a key is shown once, works in both headers, and is kept as a hash', async () => {
  const { key, id } = await made(member, { name: 'script' });
  expect(key).toMatch(/^dk_[0-9a-f]{32}_[\w-]{43}$/);
  expect((await withKey(key)).status).toBe(200);
  expect((await fetch(`${server.url}/api/v1/me`, { headers: { 'api-key': key } })).status).toBe(
    200,
  );
  const again = JSON.stringify(await listed(member));
  expect(again).toContain(id);
  expect(again).not.toContain(key.slice(-43));
  const kept = JSON.stringify(await server.docent.accounts.keys(DEFAULT_TENANT));
  expect(kept).not.toContain(key.slice(-43));
  expect(server.log.join('\n')).not.toContain(key.slice(-43));
});

test('a revoked key stops working with the next request', async () => {
  const { key, id } = await made(member, { name: 'short-lived' });
  const chat = JSON.stringify({
    model: 'knowledge/default',
    stream: true,
    messages: [{ role: 'user', content: 'Hello?' }],
  });
  const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: chat };
  expect((await withKey(key, '/v1/chat/completions', post)).status).toBe(200);
  expect((await member.fetch(`/api/v1/keys/${id}`, { method: 'DELETE' })).status).toBe(204);
  expect((await withKey(key)).status).toBe(401);
  expect((await listed(member)).find((each) => each.id === id)?.revokedAt).not.toBeNull();
});

test('a key does what its scopes say and no more, in every form it is sent', async () => {
  const { key } = await made(admin, { name: 'asks only', role: 'administrator', scopes: ['ask'] });
  const upload = () => {
    const body = new FormData();
    body.append('file', new Blob(['x']), 'x.txt');
    return { method: 'POST', body };
  };
  expect((await withKey(key, '/api/v1/documents', upload())).status).toBe(403);
  expect((await withKey(key, '/api/v1/search?q=x')).status).toBe(403);
  expect((await withKey(key, '/api/v1/conversations')).status).toBe(200);
  const asHeader = { headers: { 'api-key': key }, ...upload() };
  expect((await fetch(`${server.url}/api/v1/documents`, asHeader)).status).toBe(403);
});

test('no key is above who makes it, and no key makes keys', async () => {
  expect((await make(member, { name: 'x', role: 'administrator' })).status).toBe(403);
  expect((await make(member, { name: 'x', role: 'operator' })).status).toBe(400);
  expect((await make(member, { name: 'x', scopes: ['admin'] })).status).toBe(403);
  const { key } = await made(admin, {
    name: 'all',
    role: 'administrator',
    scopes: ['ask', 'knowledge:read', 'knowledge:write', 'admin'],
  });
  const body = JSON.stringify({ name: 'child' });
  const headers = { 'content-type': 'application/json' };
  expect((await withKey(key, '/api/v1/keys', { method: 'POST', headers, body })).status).toBe(403);
  expect((await withKey(key, '/api/v1/operator/status')).status).toBe(403);
});

test('members see and revoke their own keys, administrators all of the tenant', async () => {
  const own = await made(member, { name: 'mine' });
  const others = await made(admin, { name: 'theirs' });
  const seen = (await listed(member)).map(({ id }) => id);
  expect(seen).toContain(own.id);
  expect(seen).not.toContain(others.id);
  expect((await listed(admin)).map(({ id }) => id)).toEqual(
    expect.arrayContaining([own.id, others.id]),
  );
  expect((await member.fetch(`/api/v1/keys/${others.id}`, { method: 'DELETE' })).status).toBe(404);
  expect((await admin.fetch(`/api/v1/keys/${own.id}`, { method: 'DELETE' })).status).toBe(204);
});

test('a key ends with its maker, and falls with the maker’s role', async () => {
  const leaver = await signIn(server, { name: 'Lea', role: 'member' });
  const { key } = await made(leaver, {
    name: 'k',
    scopes: ['ask', 'knowledge:read', 'knowledge:write'],
  });
  const { accounts } = server.docent;
  const lea =
    (await accounts.accounts(DEFAULT_TENANT)).find(({ name }) => name === 'Lea')?.id ?? '';
  await accounts.updateAccount(DEFAULT_TENANT, lea, { role: 'viewer' });
  expect((await readJson(me, await withKey(key))).role).toBe('viewer');
  await accounts.updateAccount(DEFAULT_TENANT, lea, { disabled: true });
  expect((await withKey(key)).status).toBe(401);
});

test('a key that comes with somebody’s cookie is the key', async () => {
  const { key, id } = await made(member, { name: 'both' });
  const both = { headers: { cookie: admin.cookie } };
  expect((await readJson(me, await withKey(key, '/api/v1/me', both))).id).toBe(id);
  expect((await withKey('dk_wrong', '/api/v1/me', both)).status).toBe(401);
});

test('ten thousand secrets share nothing', async () => {
  const { newApiKey } = await import('../src/access/api-key.ts');
  const secrets = Array.from({ length: 10_000 }, () => newApiKey().text.slice(-43));
  expect(new Set(secrets.map((text) => text.slice(0, 8))).size).toBeGreaterThan(9_990);
  expect(new Set(secrets.map((text) => text.slice(-9, -1))).size).toBeGreaterThan(9_990);
});
