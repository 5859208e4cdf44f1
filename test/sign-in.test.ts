import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEFAULT_TENANT } from '../src/domain/tenant.ts';
import { signIn } from '../testing/session.ts';
import { startServer, type TestServer } from '../testing/start-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const link = (name?: string) => server.docent.access.signInLink({ tenant: DEFAULT_TENANT, name });
const redeem = (token: unknown, headers: Record<string, string> = {}) =>
  fetch(`${server.url}/api/v1/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: server.url, ...headers },
    body: JSON.stringify({ token }),
  });

test('fifty who open the first link at once make one administrator and one session', async () => {
  const links = await Promise.all(Array.from({ length: 10 }, () => link()));
  expect(new Set(links.map(({ account }) => account.id)).size).toBe(1);
  // Other servers' limits on attempts are not the matter here: all of these come in before the first failure.
  const [first] = links;
  const answers = await Promise.all(Array.from({ length: 50 }, () => redeem(first?.token)));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  const accounts = await server.docent.accounts.accounts(DEFAULT_TENANT);
  expect(accounts.filter(({ role }) => role === 'administrator')).toHaveLength(1);
});

test('wrong tokens are refused ten times, then not looked at, whatever address is claimed', async () => {
  const fresh = await startServer();
  try {
    const attempt = (claimed: string) =>
      fetch(`${fresh.url}/api/v1/sign-in`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-forwarded-for': claimed,
          'x-real-ip': claimed,
        },
        body: JSON.stringify({ token: `wrong-${claimed}` }),
      });
    const statuses = [];
    for (let at = 0; at < 12; at += 1) statuses.push((await attempt(`198.51.100.${at}`)).status);
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), 429, 429]);
    expect(Number((await attempt('203.0.113.1')).headers.get('retry-after'))).toBeGreaterThan(0);
  } finally {
    await fresh.close();
  }
});

test.for([null, '', [], {}, { $ne: null }, 7, 'x'.repeat(201)])(
  '%j is not a token',
  async (token) => {
    expect((await redeem(token)).status).toBe(400);
  },
);

test('a session is a cookie that no script reads and no other site sends', async () => {
  const fresh = await startServer();
  try {
    const { token } = await fresh.docent.access.signInLink({ tenant: DEFAULT_TENANT });
    const response = await fetch(`${fresh.url}/api/v1/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: fresh.url },
      body: JSON.stringify({ token }),
    });
    const [cookie] = response.headers.getSetCookie();
    expect(cookie).toMatch(/^docent=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=604800$/);
    expect(await response.text()).not.toContain(cookie?.slice(7, 50));
    expect(fresh.log.join('')).not.toContain(token);
  } finally {
    await fresh.close();
  }
});

test('signing in again gives a new session and ends the one that came along', async () => {
  const fresh = await startServer();
  try {
    const before = await signIn(fresh, { name: 'Anna' });
    const { token } = await fresh.docent.access.signInLink({
      tenant: DEFAULT_TENANT,
      name: 'Anna',
    });
    const again = await before.fetch('/api/v1/sign-in', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    });
    expect(again.headers.getSetCookie()[0]).not.toContain(before.cookie);
    expect((await before.fetch('/api/v1/me')).status).toBe(401);
  } finally {
    await fresh.close();
  }
});

test('after signing out the cookie is worth nothing, and the browser is told to forget', async () => {
  const fresh = await startServer();
  try {
    const session = await signIn(fresh, { name: 'Anna' });
    expect((await session.fetch('/api/v1/me')).status).toBe(200);
    const out = await session.fetch('/api/v1/sign-out', { method: 'POST' });
    expect(out.status).toBe(204);
    expect(out.headers.getSetCookie()[0]).toBe(
      'docent=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0',
    );
    expect(out.headers.get('clear-site-data')).toBe('"cache", "storage"');
    expect((await session.fetch('/api/v1/me')).status).toBe(401);
  } finally {
    await fresh.close();
  }
});

test('who is disabled is out at once', async () => {
  const fresh = await startServer();
  try {
    const session = await signIn(fresh, { name: 'Anna' });
    const { accounts } = fresh.docent;
    const anna = (await accounts.accounts(DEFAULT_TENANT)).find(({ name }) => name === 'Anna');
    await accounts.updateAccount(DEFAULT_TENANT, anna?.id ?? '', { disabled: true });
    expect((await session.fetch('/api/v1/me')).status).toBe(401);
  } finally {
    await fresh.close();
  }
});
