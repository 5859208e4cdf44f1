import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startFakeUpstream, type FakeUpstream } from '../testing/fake-upstream.ts';
import { ofType, readChunks } from '../testing/read-chunks.ts';
import { startServer, type TestPerson, type TestServer } from '../testing/start-server.ts';

/** The bytes of a question's image are its conversation's: they go with the last one that holds them, not before. */
let upstream: FakeUpstream;
let server: TestServer;
let person: TestPerson;

beforeAll(async () => {
  upstream = await startFakeUpstream();
  server = await startServer({
    env: {
      OPENAI_BASE_URL: `${upstream.url}/v1`,
      OPENAI_API_KEY: 'key',
      DOCENT_MODEL: 'fake',
      DOCENT_MODEL_VISION: 'true',
    },
  });
  person = await server.person();
});
afterAll(async () => {
  await server.close();
  await upstream.close();
});

const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

const askWithImage = async (): Promise<string> => {
  const { id } = await person.json<{ id: string }>('/api/v1/conversations', { body: {} });
  const images = [{ name: 'pixel.png', dataUrl: `data:image/png;base64,${PIXEL}` }];
  const response = await person.fetch(`/api/v1/conversations/${id}/turns`, {
    method: 'POST',
    body: JSON.stringify({ text: 'What is this?', images }),
    headers: { 'content-type': 'application/json' },
  });
  const chunks = await Array.fromAsync(readChunks(response));
  expect(ofType(chunks, 'data-outcome')[0]?.data.outcome).toBe('completed');
  expect(JSON.stringify(upstream.calls.at(-1)?.body.messages)).toContain(PIXEL);
  return id;
};

const originals = async (): Promise<string[]> => {
  const folder = join(server.folder, 'tenants', person.tenant, 'originals');
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  return files.filter((file) => file.isFile()).map(({ name }) => name);
};

test('an image goes with the last conversation that holds it', async () => {
  const [first, second] = [await askWithImage(), await askWithImage()];
  expect(await originals()).toHaveLength(1);
  await person.json(`/api/v1/conversations/${first}`, { method: 'DELETE' });
  expect(await originals()).toHaveLength(1);
  await person.json(`/api/v1/conversations/${second}`, { method: 'DELETE' });
  expect(await originals()).toEqual([]);
});

test('deleting an equal document leaves the image, and deleting all takes it', async () => {
  await askWithImage();
  const form = new FormData();
  form.append('file', new Blob([Buffer.from(PIXEL, 'base64')]), 'pixel.png');
  const uploaded = await person.fetch('/api/v1/documents?base=default', {
    method: 'POST',
    body: form,
  });
  const { documents } = (await uploaded.json()) as { documents: { id: string }[] };
  await person.json(`/api/v1/documents/${documents[0]?.id}`, { method: 'DELETE' });
  expect(await originals()).toHaveLength(1);
  await person.json('/api/v1/conversations', { method: 'DELETE' });
  expect(await originals()).toEqual([]);
});
