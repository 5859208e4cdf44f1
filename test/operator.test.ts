import { request } from 'node:http';
import { stat } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { extract } from 'tar-stream';
import { pipeline } from 'node:stream/promises';
import { createdKey, me, signInLink } from '../src/contracts/identity.ts';
import { socketOf } from '../src/lib/folder-socket.ts';
import { signIn } from '../testing/session.ts';
import { startServer, type TestServer } from '../testing/start-server.ts';

let server: TestServer;
let socketPath: string;
beforeAll(async () => {
  server = await startServer();
  socketPath = await socketOf(server.folder);
});
afterAll(() => server.close());

type Sent = { method?: string; body?: object; headers?: Record<string, string> };
const bySocket = (path: string, { method = 'GET', body, headers = {} }: Sent = {}) =>
  new Promise<{ status: number; body: Buffer }>((resolve, reject) => {
    const json = body ? { 'content-type': 'application/json' } : {};
    const sent = request(
      { socketPath, path, method, headers: { ...json, ...headers } },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, body: Buffer.concat(parts) }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(body ? JSON.stringify(body) : undefined);
  });
const json = async (path: string, sent?: Sent): Promise<unknown> =>
  JSON.parse((await bySocket(path, sent)).body.toString());

test('the socket is the folder owner’s alone, and who has it is the operator', async () => {
  expect((await stat(socketPath)).mode & 0o777).toBe(0o600);
  expect(me.parse(await json('/api/v1/me'))).toMatchObject({ role: 'operator', tenant: 'default' });
});

test('a link from the operator signs in, once', async () => {
  const { url, expiresAt } = signInLink.parse(
    await json('/api/v1/operator/sign-in-link?name=Anna&role=member', { method: 'POST' }),
  );
  expect(url.startsWith(`${server.url}/#/`)).toBe(true);
  expect(expiresAt).toBeGreaterThan(Date.now());
  const token = /token=(.*)$/.exec(url)?.[1];
  const redeem = () =>
    fetch(`${server.url}/api/v1/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    });
  const first = await redeem();
  expect(await first.json()).toMatchObject({ name: 'Anna', role: 'member' });
  expect((await redeem()).status).toBe(401);
});

test('keys of the operator are the first administrator’s', async () => {
  const body = { name: 'backup', role: 'administrator', scopes: ['ask'] };
  const { key } = createdKey.parse(await json('/api/v1/keys', { method: 'POST', body }));
  const response = await fetch(`${server.url}/api/v1/me`, { headers: { 'api-key': key } });
  expect(await response.json()).toMatchObject({ role: 'administrator' });
});

test('nobody is the operator by the network', async () => {
  const admin = await signIn(server);
  const person = await server.person();
  for (const path of ['status', 'backup', 'sign-in-link']) {
    const init = {
      method: path === 'status' ? 'GET' : 'POST',
      headers: { 'x-forwarded-for': 'unix' },
    };
    expect((await admin.fetch(`/api/v1/operator/${path}`, init)).status).toBe(403);
    expect((await person.fetch(`/api/v1/operator/${path}`, init)).status).toBe(403);
  }
});

test('a backup is a whole archive, taken while the server runs', async () => {
  await (await server.person()).ask('Anything?');
  const { status, body } = await bySocket('/api/v1/operator/backup', { method: 'POST' });
  expect(status).toBe(200);
  const names: string[] = [];
  const reading = extract();
  reading.on('entry', ({ name }, stream, next) => {
    names.push(name);
    stream.resume().on('end', next);
  });
  await pipeline([body], reading);
  expect(names).toEqual(expect.arrayContaining([expect.stringContaining('control.db')]));
});
