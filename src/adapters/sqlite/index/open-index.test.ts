import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { testManagedIndex } from '../../../../testing/conformance/knowledge-index.ts';
import { indexed, passage } from '../../../../testing/conformance/knowledge-index-samples.ts';
import type { Logger } from '../../../ports/telemetry.ts';
import type { IndexOpening } from './index-opening.ts';
import { openIndexWorkers, type IndexWorkers } from './open-index.ts';
import { patient } from '../../../../testing/patient.ts';

const warnings: string[] = [];
const logger: Logger = {
  debug() {},
  info() {},
  warn: (message) => void warnings.push(message),
  error() {},
  child: () => logger,
};
const question = {
  query: 'pump',
  baseIds: ['base'],
  readers: ['everyone'],
  limit: 5,
  signal: patient(),
};

testManagedIndex('SQLite index', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'docent-index-'));
  let workers = openIndexWorkers({ threads: 2, logger });
  let number = 0;
  return {
    fresh: () => workers.open(join(folder, `${(number += 1)}.db`)),
    async reopen() {
      await workers.close();
      workers = openIndexWorkers({ threads: 1, logger });
      return workers.open(join(folder, `${number}.db`));
    },
    async close() {
      await workers.close();
      await rm(folder, { recursive: true });
    },
  };
});

let folder: string;
let workers: IndexWorkers;
beforeEach(async () => {
  warnings.length = 0;
  folder = await mkdtemp(join(tmpdir(), 'docent-index-'));
  workers = openIndexWorkers({ threads: 1, logger });
});
afterEach(async () => {
  await workers.close();
  await rm(folder, { recursive: true });
});

test('files of another schema are not read but replaced, also beside other files', async () => {
  for (const name of ['index.s0a0.db', 'index.s0a0.db-wal', 'tenant.db', 'index-of-others.db'])
    await writeFile(join(folder, name), 'x');
  const index = await workers.open(join(folder, 'index.db'));
  expect(await index.contents()).toEqual(new Map());
  const names = await readdir(folder);
  expect(names).toEqual(expect.arrayContaining(['tenant.db', 'index-of-others.db']));
  expect(names.filter((name) => name.startsWith('index.s0'))).toEqual([]);
});

test('a damaged file is replaced by an empty index, with a warning', async () => {
  const file = join(folder, 'index.db');
  await (await workers.open(file)).publish(indexed('pump'), [passage('pump')]);
  await workers.close();
  const [name] = (await readdir(folder)).filter((entry) => entry.endsWith('.db'));
  for (const entry of await readdir(folder)) await rm(join(folder, entry));
  await writeFile(
    join(folder, name ?? ''),
    'not a database, but long enough to be taken for one'.repeat(200),
  );

  workers = openIndexWorkers({ threads: 1, logger });
  const index = await workers.open(file);
  expect(warnings).toHaveLength(1);
  expect(await index.contents()).toEqual(new Map());
  await index.publish(indexed('pump'), [passage('pump')]);
  expect((await index.search(question)).passages).toHaveLength(1);
});

test('another thread says what is in an index, until something is written', async () => {
  const file = join(folder, 'index.db');
  const asked: string[] = [];
  const opening: IndexOpening = {
    prepare: async () => (
      asked.push('prepare'),
      { outcome: 'opened', outdated: false, served: null }
    ),
    contents: async () => (asked.push('contents'), new Map([['from elsewhere', 1]])),
  };
  const index = await workers.open(file, opening);
  expect(await index.contents()).toEqual(new Map([['from elsewhere', 1]]));
  await index.publish(indexed('pump'), [passage('pump')]);
  expect(await index.contents()).toEqual(new Map([['pump', 1]]));
  expect(await (await workers.open(file, opening)).contents()).toEqual(new Map([['pump', 1]]));
  expect(asked).toEqual(['prepare', 'contents']);
});

test('after the end nothing is written, and no thread started for it', async () => {
  const opening: IndexOpening = {
    prepare: async () => ({ outcome: 'opened', outdated: false, served: null }),
    contents: async () => new Map(),
  };
  const index = await workers.open(join(folder, 'index.db'), opening);
  await workers.close();
  await expect(async () => index.remove(['pump'])).rejects.toMatchObject({ code: 'stopping' });
});

test('two files know nothing of each other', async () => {
  const [first, second] = [
    await workers.open(join(folder, 'one.db')),
    await workers.open(join(folder, 'two.db')),
  ];
  await first.publish(indexed('pump'), [passage('pump')]);
  expect((await second.search(question)).passages).toEqual([]);
  expect((await first.search(question)).passages).toHaveLength(1);
});

test('more files than are held open at once', async () => {
  const files = Array.from({ length: 70 }, (_, number) => join(folder, `${number}.db`));
  const indexes = [];
  for (const file of files) indexes.push(await workers.open(file));
  for (const [number, index] of indexes.entries())
    await index.publish(indexed(`d${number}`), [passage(`d${number}`, { text: 'A pump.' })]);
  for (const [number, index] of indexes.entries())
    expect((await index.search(question)).passages.map(({ documentId }) => documentId)).toEqual([
      `d${number}`,
    ]);
});

test('threads that die fail what is open so that it can be tried again, and are started anew', async () => {
  const threads: Worker[] = [];
  const remember = (worker: Worker) => void threads.push(worker);
  process.on('worker', remember);
  try {
    const mortal = openIndexWorkers({ threads: 1, logger });
    const index = await mortal.open(join(folder, 'index.db'));
    const published = indexed('pump');
    await index.publish(published, [passage('pump')]);
    expect((await index.search(question)).passages).toHaveLength(1);

    expect(threads.length).toBeGreaterThanOrEqual(2);
    const ends = threads.map((thread) => thread.terminate());
    for (const outcome of await Promise.allSettled([
      index.publish({ ...published, versionNumber: 2 }, []),
      index.search(question),
    ]))
      expect(outcome).toMatchObject({ status: 'rejected', reason: { retryable: true } });
    await Promise.all(ends);

    await index.publish({ ...published, versionNumber: 3 }, [passage('pump')]);
    expect((await index.search(question)).passages).toHaveLength(1);
    expect(await index.contents()).toEqual(new Map([['pump', 3]]));
    await mortal.close();
    await expect(index.search(question)).rejects.toMatchObject({ code: 'stopping' });
  } finally {
    process.off('worker', remember);
  }
});
