import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { quietLogger } from '../../testing/fakes/quiet-logger.ts';
import { anna, openIngesting } from '../../testing/fixtures/ingesting.ts';
import { watchedFolder } from '../adapters/embedded/watched-folder.ts';
import { Problem } from '../domain/problem.ts';
import { pause } from '../lib/clock.ts';
import type { Logger } from '../ports/telemetry.ts';
import { serveFolders } from './serve-folders.ts';

test('served folders are looked through again and again, each on its own; a problem is said once', async () => {
  const system = await openIngesting();
  const root = await mkdtemp(join(tmpdir(), 'docent-served-'));
  const folder = join(root, 'there');
  const later = join(root, 'later');
  await mkdir(folder);
  const said: unknown[] = [];
  const logger: Logger = {
    ...quietLogger,
    child: ({ folder }) => ({ ...quietLogger, warn: () => void said.push(folder) }),
  };
  const stopping = new AbortController();
  const serving = serveFolders({
    tenant: anna.tenant,
    folders: [folder, later, `${folder}/.`],
    openFolder: (path) => watchedFolder({ folder: path, fileBytes: 1000, settleMs: 20 }),
    knowledge: system.knowledge,
    logger,
    signal: stopping.signal,
  });
  const found = async (query: string) => (await system.search(query)).passages.length;
  await writeFile(join(folder, 'a.txt'), 'The code word is kingfisher.');
  await expect.poll(() => found('kingfisher')).toBe(1);
  const sources = () => system.knowledge.sources(anna);
  expect(await sources()).toMatchObject([
    { name: folder, documents: 1, problems: [] },
    { name: later, documents: 0, problems: [{ path: '', reason: expect.any(String) }] },
  ]);
  await mkdir(later);
  await writeFile(join(later, 'b.txt'), 'Another word is cormorant.');
  await expect.poll(() => found('cormorant')).toBe(1);
  await expect.poll(async () => (await sources())[1]?.problems).toEqual([]);
  stopping.abort();
  await serving;
  expect(await sources()).toEqual([]);
  expect(said.filter((each) => each === later)).toHaveLength(1);
  await system.close();
  await rm(root, { recursive: true });
});

test('a folder is served although its tenant could not be opened at first', async () => {
  const system = await openIngesting();
  const folder = await mkdtemp(join(tmpdir(), 'docent-served-'));
  await writeFile(join(folder, 'a.txt'), 'The code word is kingfisher.');
  let failures = 2;
  const stopping = new AbortController();
  const serving = serveFolders({
    tenant: anna.tenant,
    folders: [folder],
    openFolder: (path) => ({
      ...watchedFolder({ folder: path, fileBytes: 1000, settleMs: 20 }),
      changed: (_, signal) => pause(20, signal),
    }),
    knowledge: {
      ...system.knowledge,
      mirror: async (tenant, source) => {
        failures -= 1;
        if (failures >= 0) throw new Problem('storage-failed', 'The disk is not there yet.');
        return system.knowledge.mirror(tenant, source);
      },
    },
    logger: quietLogger,
    signal: stopping.signal,
  });
  await expect.poll(async () => (await system.search('kingfisher')).passages).toHaveLength(1);
  stopping.abort();
  await serving;
  await system.close();
  await rm(folder, { recursive: true });
});
