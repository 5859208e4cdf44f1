import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DEFAULT_TENANT } from '../src/domain/tenant.ts';
import { selfSigned } from '../testing/self-signed.ts';
import { startServer, type TestServer } from '../testing/start-server.ts';

const withServer = async (
  env: Record<string, string>,
  use: (server: TestServer) => Promise<void>,
) => {
  const server = await startServer({ env });
  try {
    await use(server);
  } finally {
    await server.close();
  }
};
const tokenOf = async ({ docent }: TestServer): Promise<string> =>
  (await docent.access.signInLink({ tenant: DEFAULT_TENANT })).token;

const signInThrough = async (server: TestServer, headers: Record<string, string>) =>
  fetch(`${server.url}/api/v1/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ token: await tokenOf(server) }),
  });

test('a trusted proxy says how the browser came; from another machine in the clear nobody signs in', () =>
  withServer({ DOCENT_TRUSTED_PROXIES: '127.0.0.0/8' }, async (server) => {
    const far = { 'x-forwarded-for': '198.51.100.7' };
    const clear = await signInThrough(server, { ...far, 'x-forwarded-proto': 'http' });
    expect(clear.status).toBe(403);
    expect(await clear.text()).toContain('https');
    const { host } = new URL(server.url);
    const secure = await signInThrough(server, {
      ...far,
      'x-forwarded-proto': 'https',
      origin: `https://${host}`,
    });
    expect(secure.headers.getSetCookie()[0]).toMatch(
      /^__Host-docent=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax;/,
    );
  }));

test('whoever is not named as proxy is not believed', () =>
  withServer({}, async (server) => {
    const response = await signInThrough(server, {
      'x-forwarded-for': '198.51.100.7',
      'x-forwarded-proto': 'https',
    });
    expect(response.headers.getSetCookie()[0]).toMatch(/^docent=/);
  }));

test('everything stands below the base path, and nothing beside it', () =>
  withServer({ BASE_PATH: '/docent' }, async (server) => {
    const statuses = await Promise.all(
      [
        '/docent/health/live',
        '/docent/docs',
        '/docent/docs/reference.css',
        '/docent/api/v1/me',
        '/health/live',
      ].map(async (path) => (await fetch(server.url + path)).status),
    );
    expect(statuses).toEqual([200, 200, 200, 401, 404]);
    const missing = await fetch(`${server.url}/docent/v1/nothing`);
    expect(await missing.json()).toMatchObject({ error: { type: 'invalid_request_error' } });
  }));

test('with a certificate it speaks https, and its cookie is for https', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'docent-tls-'));
  const cert = join(folder, 'cert.pem');
  const key = join(folder, 'key.pem');
  await writeFile(cert, selfSigned.cert);
  await writeFile(key, selfSigned.key);
  await withServer({ DOCENT_TLS_CERT: cert, DOCENT_TLS_KEY: key }, async (server) => {
    expect(server.url).toMatch(/^https:/);
    const body = JSON.stringify({ token: await tokenOf(server) });
    const { port } = new URL(server.url);
    const cookies = await new Promise<string[]>((resolve, reject) => {
      const sent = request(
        {
          host: '127.0.0.1',
          port,
          path: '/api/v1/sign-in',
          method: 'POST',
          ca: selfSigned.cert,
          servername: 'secure.test',
          headers: {
            'content-type': 'application/json',
            host: 'secure.test',
            origin: 'https://secure.test',
          },
        },
        (response) => {
          response.resume();
          resolve(response.headers['set-cookie'] ?? []);
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });
    expect(cookies[0]).toMatch(/^__Host-docent=/);
  });
  await rm(folder, { recursive: true });
});
