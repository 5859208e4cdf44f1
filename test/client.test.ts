import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClient, RequestFailed } from '../client/client.ts';
import { generate } from '../client/generate.ts';
import { startServer, type TestServer } from '../testing/start-server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

test('the types are those of the server as it is', async () => {
  const committed = await readFile(join(import.meta.dirname, '../client/schema.ts'), 'utf8');
  expect(await generate(), 'run: npm run client').toBe(committed);
});

test('a program uploads, asks and reads the answer as it comes', async () => {
  const { key } = await server.person();
  const client = createClient({ url: server.url, key });
  const body = new FormData();
  body.append('file', new Blob(['Parental leave is sixteen weeks.\n']), 'leave.txt');
  const { documents } = await client.call('POST /api/v1/documents', { body });
  const id = documents[0]?.id ?? '';
  await expect
    .poll(async () => (await client.call('GET /api/v1/documents/{id}', { path: { id } })).state)
    .toBe('ready');

  const conversation = await client.call('POST /api/v1/conversations', { body: {} });
  let text = '';
  const quotes: string[] = [];
  for await (const { chunk } of client.stream('POST /api/v1/conversations/{id}/turns', {
    path: { id: conversation.id },
    body: { text: 'How long is parental leave?' },
  })) {
    if (chunk.type === 'text-delta') text += chunk.delta;
    if (chunk.type === 'data-citation') quotes.push(chunk.data.quote);
  }
  expect(text).toContain('sixteen weeks');
  expect(quotes).toContain('Parental leave is sixteen weeks.');
});

test('what the server refuses is an error with its code', async () => {
  const refused = createClient({ url: server.url, key: 'dk_wrong' }).call('GET /api/v1/keys', {});
  await expect(refused).rejects.toBeInstanceOf(RequestFailed);
  await expect(refused).rejects.toMatchObject({ problem: { status: 401, code: 'not-signed-in' } });
});
