import { afterEach, beforeEach, expect, test } from 'vitest';
import { quietLogger } from '../../testing/fakes/quiet-logger.ts';
import { openIngesting } from '../../testing/fixtures/ingesting.ts';
import { patient } from '../../testing/patient.ts';
import { createIndexProgress } from '../knowledge/index-progress.ts';
import type { Job } from '../ports/job-queue.ts';
import type { ManagedIndex, Renewal } from '../ports/knowledge-index.ts';
import type { TenantStores } from '../ports/tenant-stores.ts';
import { createIndexWork } from './complete-index.ts';

const TENANT = 'default';
const progress = createIndexProgress();
let whole: string[];
let system: Awaited<ReturnType<typeof openIngesting>>;
beforeEach(async () => {
  whole = [];
  system = await openIngesting();
});
afterEach(() => system.close());

const work = createIndexWork({
  progress,
  onWhole: async ({ tenant }) => void whole.push(tenant),
  logger: quietLogger,
});
const managed = (): ManagedIndex => {
  if (system.stores.index.kind !== 'managed') throw new Error('the embedded index is managed');
  return system.stores.index;
};
const claim = async (): Promise<Job | null> =>
  system.stores.jobs.claim({ kinds: [work.handler.kind], leaseMs: 60_000, maxAttempts: 9 });
const run = async (stores: TenantStores): Promise<void> => {
  const job = await claim();
  if (!job) throw new Error('there is a job');
  await work.handler.run(stores, job, patient());
  await stores.jobs.complete(job);
};

test('what the index lacks is told at once and comes behind the start, and once', async () => {
  const { id } = await system.add('a.txt', 'The code word is kingfisher.');
  await system.add('b.txt', 'Another word is cormorant.');
  const index = managed();
  await index.remove([id]);
  await work.begin(system.stores);
  await work.begin(system.stores);
  expect(progress.of(TENANT)).toEqual({ state: 'filling', done: 1, total: 2 });
  expect((await system.search('kingfisher')).passages).toEqual([]);
  await run(system.stores);
  expect((await system.search('kingfisher')).passages).toHaveLength(1);
  expect(progress.of(TENANT)).toBeNull();
  expect(whole).toEqual([TENANT]);
  expect(await claim()).toBeNull();
});

test('an index that is as it should be has no work', async () => {
  await system.add('a.txt', 'The code word is kingfisher.');
  await work.begin(system.stores);
  expect(progress.of(TENANT)).toBeNull();
  expect(await claim()).toBeNull();
});

test('what the register does not know goes before the start', async () => {
  const document = await system.add('a.txt', 'The code word is kingfisher.');
  await system.stores.documents.delete(document.id);
  await work.begin(system.stores);
  expect(await managed().contents()).toEqual(new Map());
});

test('an outdated index is renewed step by step, and how far it is is told', async () => {
  const steps: Renewal[] = [
    { passages: 4, total: 10, whole: false },
    { passages: 10, total: 10, whole: true },
  ];
  const told: unknown[] = [];
  const renew = async (): Promise<Renewal> => {
    told.push(progress.of(TENANT));
    const step = steps.shift();
    if (!step) throw new Error('it was whole');
    return step;
  };
  const stores: TenantStores = { ...system.stores, index: { ...managed(), renew } };
  await work.begin(stores);
  await run(stores);
  expect(told).toEqual([
    { state: 'renewing', done: 0, total: 1 },
    { state: 'renewing', done: 4, total: 10 },
  ]);
  expect(progress.of(TENANT)).toBeNull();
  expect(whole).toEqual([TENANT]);
});

test.for(['complete-index', 'embed-passages'])(
  'what was found before %s was done is not remembered when it is',
  async (kind) => {
    await system.add('a.txt', 'The code word is kingfisher.');
    const { documents, jobs } = system.stores;
    const [before = 0] = await documents.baseVersions(['default']);
    await jobs.enqueue({ kind, payload: {} });
    const job = await jobs.claim({ kinds: [kind], leaseMs: 60_000, maxAttempts: 1 });
    if (!job) throw new Error('A job was expected');
    await jobs.complete(job);
    const [after] = await documents.baseVersions(['default']);
    expect(after).toBeGreaterThan(before);
  },
);
