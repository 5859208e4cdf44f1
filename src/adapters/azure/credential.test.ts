import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createOutbound } from '../outbound/outbound.ts';
import { cachedTokens, managedIdentityOrigins, managedIdentityTokens } from './credential.ts';
import { quietLogger } from '../../../testing/fakes/quiet-logger.ts';
import { patient } from '../../../testing/patient.ts';

const signal = patient;

test('a token is kept until five minutes before its end, and fetched once for all who wait', async () => {
  let now = 0;
  let fetched = 0;
  const tokens = cachedTokens(
    async () => {
      fetched += 1;
      await Promise.resolve();
      return { token: `token ${fetched}`, expiresOnTimestamp: now + 3_600_000 };
    },
    () => now,
  );
  expect(await Promise.all([tokens(signal()), tokens(signal())])).toEqual(['token 1', 'token 1']);
  now = 3_299_999;
  expect(await tokens(signal())).toBe('token 1');
  now = 3_300_000;
  expect(await tokens(signal())).toBe('token 2');
});

test('a failure is not kept, and who leaves does not end it for the others', async () => {
  let attempt = 0;
  const tokens = cachedTokens(async () => {
    await Promise.resolve();
    attempt += 1;
    if (attempt === 1) throw new Error('no token yet');
    return { token: 'good', expiresOnTimestamp: Date.now() + 3_600_000 };
  });
  await expect(tokens(signal())).rejects.toThrow('no token yet');
  const stop = new AbortController();
  const leaving = tokens(stop.signal);
  stop.abort(new Error('left'));
  await expect(leaving).rejects.toThrow('left');
  expect(await tokens(signal())).toBe('good');
});

const IDENTITY = ['IDENTITY_ENDPOINT', 'IDENTITY_HEADER'] as const;
const before = IDENTITY.map((name) => process.env[name]);
afterEach(() => {
  for (const [index, name] of IDENTITY.entries()) {
    const value = before[index];
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
});

/** The token endpoint of Azure App Service, as published. */
const startIdentity = async () => {
  const asked: string[] = [];
  const server = http.createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://x');
    asked.push(`${url.searchParams.get('resource')} ${url.searchParams.get('client_id')}`);
    const known =
      request.headers['x-identity-header'] === 'header-secret' &&
      url.searchParams.get('api-version') === '2019-08-01';
    response.writeHead(known ? 200 : 400, { 'content-type': 'application/json' });
    const expires = Math.floor(Date.now() / 1_000) + 86_400;
    response.end(
      JSON.stringify({
        access_token: 'entra-token',
        expires_on: String(expires),
        resource: 'r',
        token_type: 'Bearer',
      }),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.env['IDENTITY_ENDPOINT'] = `${origin}/msi/token`;
  process.env['IDENTITY_HEADER'] = 'header-secret';
  return { origin, asked, close: () => server.close() };
};

const scope = 'https://cognitiveservices.azure.com/.default';

test("Azure's own library fetches the token, through the door", async () => {
  const identity = await startIdentity();
  const allowedOrigins = managedIdentityOrigins(process.env['IDENTITY_ENDPOINT']);
  expect(allowedOrigins).toEqual(['http://169.254.169.254', identity.origin]);
  const outbound = createOutbound({ allowedOrigins, logger: quietLogger });
  const tokens = managedIdentityTokens({ scope, clientId: 'client-1' }, outbound);
  expect(await tokens(signal())).toBe('entra-token');
  expect(await tokens(signal())).toBe('entra-token');
  expect(identity.asked).toEqual(['https://cognitiveservices.azure.com client-1']);
  identity.close();
});

test('without an identity that may be asked there is a refusal with the setting to look at', async () => {
  const identity = await startIdentity();
  const closed = createOutbound({ allowedOrigins: [], logger: quietLogger });
  const tokens = managedIdentityTokens({ scope, clientId: 'client-2' }, closed);
  await expect(tokens(signal())).rejects.toMatchObject({
    code: 'upstream-refused',
    detail: expect.stringContaining('AZURE_CLIENT_ID') as string,
  });
  expect(identity.asked).toEqual([]);
  identity.close();
});
