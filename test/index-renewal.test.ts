import { mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { IngestionView } from '../src/contracts/ingestion.ts';
import { uploadReady } from '../testing/ready-documents.ts';
import { startServer, type TestServer } from '../testing/start-server.ts';

/** What a new version of the program finds of the one before: an index of another analyser, or none that it can read. */
let folder: string;
let server: TestServer;
let ask: (path: string) => Promise<string>;
let ingestion: () => Promise<IngestionView>;

const start = async (): Promise<void> => {
  server = await startServer({ folder });
  const person = await server.person();
  ask = async (path) => (await person.fetch(path)).text();
  ingestion = () => person.json('/api/v1/ingestion');
};
const files = async (): Promise<string[]> =>
  (await readdir(join(folder, 'tenants/default'))).filter((name) => /^index\.s.*\.db$/u.test(name));
const path = (name: string): string => join(folder, 'tenants/default', name);
const whole = async (): Promise<void> => {
  while ((await ingestion()).index) await pause(20);
};

let own: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'docent-renewal-'));
  await start();
  const person = await server.person();
  await uploadReady(person, { name: 'office.md', text: 'The zanzibar office is closed in May.' });
  await server.close();
  own = (await files())[0] ?? '';
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('an index of another analyser answers from the start, until one of this program does', async () => {
  const older = own.replace(/a\w+\.db$/u, 'a0.db');
  await rename(path(own), path(older));
  await start();
  try {
    expect(await ask('/api/v1/search?q=zanzibar office')).toContain('closed in May');
    await whole();
    expect(await ask('/api/v1/search?q=zanzibar office')).toContain('closed in May');
    expect(await files()).toEqual([own]);
  } finally {
    await server.close();
  }
});

test('one of another schema is filled anew behind the start', async () => {
  await rename(path(own), path('index.s0a0.db'));
  await start();
  try {
    await whole();
    expect(await ask('/api/v1/search?q=zanzibar office')).toContain('closed in May');
    expect(await files()).toEqual([own]);
  } finally {
    await server.close();
  }
});
