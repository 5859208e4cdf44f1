import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { quietLogger } from '../../testing/fakes/quiet-logger.ts';
import { anna, openIngesting } from '../../testing/fixtures/ingesting.ts';
import type { Logger } from '../ports/telemetry.ts';
import { serveFolders } from './serve-folders.ts';

test('a served folder is looked through again and again; a problem is said once, until it changes', async () => {
  const system = await openIngesting();
  const folder = await mkdtemp(join(tmpdir(), 'docent-served-'));
  const missing = join(folder, 'missing');
  const said: string[] = [];
  const logger: Logger = {
    ...quietLogger,
    warn: (_, fields) => void said.push(String(fields?.['folder'])),
  };
  const stopping = new AbortController();
  const serving = serveFolders({
    tenant: anna.tenant,
    folders: [folder, missing],
    knowledge: system.knowledge,
    logger,
    signal: stopping.signal,
    pauseMs: 10,
  });
  const found = async (query: string) => (await system.search(query)).passages.length;
  await writeFile(join(folder, 'a.txt'), 'The code word is kingfisher.');
  await vi.waitFor(async () => expect(await found('kingfisher')).toBe(1), 10_000);
  await writeFile(join(folder, 'b.txt'), 'Another word is cormorant.');
  await vi.waitFor(async () => expect(await found('cormorant')).toBe(1), 10_000);
  stopping.abort();
  await serving;
  expect(said).toEqual([missing]);
  await system.close();
  await rm(folder, { recursive: true });
});
