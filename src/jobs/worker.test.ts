import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openFolder } from '../../testing/conformance/embedded-folder.ts';
import { quietLogger } from '../../testing/fakes/quiet-logger.ts';
import type { EmbeddedStores } from '../adapters/sqlite/open-stores.ts';
import { Problem } from '../domain/problem.ts';
import { pause } from '../lib/clock.ts';
import type { JobFailure, JobQueue } from '../ports/job-queue.ts';
import { type JobHandler, startWorker, type Worker, type WorkerOptions } from './worker.ts';

let folder: string;
let opened: EmbeddedStores;
let worker: Worker | null = null;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'docent-worker-'));
  opened = await openFolder(folder);
});
afterEach(async () => {
  await worker?.stop(0);
  worker = null;
  await opened.close();
  await rm(folder, { recursive: true, force: true });
});

const start = (
  handler: Partial<JobHandler>,
  concurrency = 1,
  options: Partial<WorkerOptions> = {},
): Worker => {
  worker = startWorker({
    tenants: opened.tenants,
    tenantIds: async () => (await opened.accounts.tenants()).map(({ id }) => id),
    handlers: [
      {
        kind: 'count',
        run: () => Promise.resolve(),
        abandoned: () => Promise.resolve(),
        ...handler,
      },
    ],
    logger: quietLogger,
    concurrency,
    pollMs: 20,
    ...options,
  });
  return worker;
};
const enqueue = async (tenant: string, number: number) =>
  (await opened.tenants.open(tenant)).jobs.enqueue({
    kind: 'count',
    payload: { number: String(number) },
  });
const counts = async (tenant = 'default') => (await opened.tenants.open(tenant)).jobs.counts();
const NONE = { waiting: 0, running: 0, dead: 0 };

test('tenants take turns, however much one of them has to do', async () => {
  await opened.accounts.addTenant({ id: 'other', name: 'Other' });
  for (let number = 0; number < 6; number += 1) await enqueue('default', number);
  for (let number = 0; number < 2; number += 1) await enqueue('other', number);
  const done: string[] = [];
  start({ run: async ({ tenant }) => void done.push(tenant) });
  await expect.poll(() => done).toHaveLength(8);
  expect(done.slice(0, 4).toSorted((a, b) => a.localeCompare(b))).toEqual([
    'default',
    'default',
    'other',
    'other',
  ]);
  await expect.poll(() => counts()).toEqual(NONE);
});

test('at most so many at the same time, and a throw of one does not stop the others', async () => {
  let now = 0;
  let most = 0;
  const done: string[] = [];
  const three = Promise.withResolvers<void>();
  for (let number = 0; number < 9; number += 1) await enqueue('default', number);
  start(
    {
      run: async (_, { payload: { number = '' } }) => {
        now += 1;
        most = Math.max(most, now);
        if (now === 3) three.resolve();
        await three.promise;
        await pause(5);
        now -= 1;
        if (number === '0') throw new Error('no luck');
        done.push(number);
      },
    },
    3,
  );
  await expect.poll(() => done).toHaveLength(8);
  expect(most).toBe(3);
  // The one that threw is kept; by now it may have been tried as often as it may.
  const left = async () => {
    const { waiting, running, dead } = await counts();
    return waiting + running + dead;
  };
  await expect.poll(left).toBe(1);
});

test('what ended every worker that took it is abandoned by the next, with a reason', async () => {
  await enqueue('default', 1);
  const { jobs } = await opened.tenants.open('default');
  for (let attempt = 1; attempt <= 12; attempt += 1) {
    const lost = await jobs.claim({ kinds: ['count'], leaseMs: 1, maxAttempts: 99 });
    expect(lost?.attempt).toBe(attempt);
    await pause(5);
  }
  const abandoned = vi.fn(() => Promise.resolve());
  const run = vi.fn(() => Promise.resolve());
  start({ run, abandoned });
  await expect.poll(() => abandoned).toHaveBeenCalledOnce();
  await expect.poll(() => counts()).toEqual({ ...NONE, dead: 1 });
  expect(run).not.toHaveBeenCalled();
});

test('what ended even the workers that were giving it up is given up by the next', async () => {
  await enqueue('default', 1);
  const { jobs } = await opened.tenants.open('default');
  for (let death = 0; death < 16; death += 1)
    await jobs.claim({ kinds: ['count'], leaseMs: 0, maxAttempts: 100 });
  const abandoned: unknown[] = [];
  start({ abandoned: async (_, { payload }) => void abandoned.push(payload) });
  await expect.poll(() => abandoned).toEqual([{ number: '1' }]);
  await expect.poll(() => counts()).toEqual({ ...NONE, dead: 1 });
});

test('a thing is told that it failed before its job ends', async () => {
  await enqueue('default', 1);
  const { jobs } = await opened.tenants.open('default');
  for (let death = 0; death < 12; death += 1)
    await jobs.claim({ kinds: ['count'], leaseMs: 0, maxAttempts: 100 });
  const seen: unknown[] = [];
  start({ abandoned: async () => void seen.push(await counts()) });
  await expect.poll(() => seen).toEqual([{ ...NONE, running: 1 }]);
});

test('stopping gives running jobs their time, then puts them back', async () => {
  await enqueue('default', 1);
  let running = false;
  const stopped = start({
    run: async (_, __, signal) => {
      running = true;
      await pause(60_000, signal);
    },
  });
  await expect.poll(() => running).toBe(true);
  await stopped.stop(10);
  expect(await counts()).toEqual({ waiting: 1, running: 0, dead: 0 });
});

test('new work is done at once when the worker is woken', async () => {
  const done: string[] = [];
  worker = startWorker({
    tenants: opened.tenants,
    tenantIds: () => Promise.resolve(['default']),
    handlers: [
      {
        kind: 'count',
        run: async () => void done.push('done'),
        abandoned: () => Promise.resolve(),
      },
    ],
    logger: quietLogger,
    pollMs: 600_000,
  });
  await pause(50);
  await enqueue('default', 1);
  worker.wake('default');
  await expect.poll(() => done).toEqual(['done']);
});

test('only stores of tenants that have work are opened, and a broken one holds up no other', async () => {
  const ids = Array.from({ length: 40 }, (_, number) => `tenant-${number}`);
  for (const id of ids) await opened.accounts.addTenant({ id, name: id });
  const asked: string[] = [];
  const done: string[] = [];
  worker = startWorker({
    tenants: {
      ...opened.tenants,
      open: (id) => {
        asked.push(id);
        return id === 'tenant-0'
          ? Promise.reject(new Error('It cannot be opened'))
          : opened.tenants.open(id);
      },
    },
    tenantIds: () => Promise.resolve(ids),
    handlers: [
      {
        kind: 'count',
        run: async ({ tenant }) => void done.push(tenant),
        abandoned: () => Promise.resolve(),
      },
    ],
    logger: quietLogger,
    pollMs: 600_000,
  });
  await expect.poll(() => new Set(asked).size).toBe(40);
  await pause(50);
  asked.length = 0;
  await enqueue('tenant-7', 1);
  worker.wake('tenant-0');
  worker.wake('tenant-7');
  await expect.poll(() => done).toEqual(['tenant-7']);
  expect(new Set(asked)).toEqual(new Set(['tenant-0', 'tenant-7']));
});

test('a job that fails comes again by itself, three times in all, then it is told and kept', async () => {
  await enqueue('default', 1);
  const tried: number[] = [];
  const abandoned = vi.fn(() => Promise.resolve());
  const run: JobHandler['run'] = async (_, { attempt }) => {
    tried.push(attempt);
    throw new Error('no luck');
  };
  start({ run, abandoned }, 1, { firstRetryMs: 50 });
  await expect.poll(() => counts()).toEqual({ ...NONE, dead: 1 });
  expect(tried).toEqual([1, 2, 3]);
  expect(abandoned).toHaveBeenCalledOnce();
  const { jobs } = await opened.tenants.open('default');
  expect(await jobs.dead(10)).toMatchObject([{ kind: 'count', attempt: 3 }]);
});

test('a full disk is told, costs no attempt, and is no end', async () => {
  await enqueue('default', 1);
  const told: (string | null)[] = [];
  const stores = await opened.tenants.open('default');
  const { jobs } = stores;
  const failures: JobFailure[] = [];
  const fail: JobQueue['fail'] = (job, failure) => {
    failures.push(failure);
    return jobs.fail(job, failure);
  };
  worker = startWorker({
    tenants: { ...opened.tenants, open: async () => ({ ...stores, jobs: { ...jobs, fail } }) },
    tenantIds: () => Promise.resolve(['default']),
    handlers: [
      {
        kind: 'count',
        run: () => Promise.reject(new Problem('storage-full', 'The disk is full.')),
        abandoned: () => Promise.resolve(),
      },
    ],
    observer: {
      began: () => () => undefined,
      trouble: (_, problem) => void told.push(problem?.detail ?? null),
    },
    logger: quietLogger,
  });
  await expect.poll(() => told).toEqual(['The disk is full.']);
  await expect.poll(() => counts()).toEqual({ ...NONE, waiting: 1 });
  const reason = 'The disk is full.';
  expect(failures).toMatchObject([{ reason, blameless: true, retryInMs: 10_000 }]);
});

test('what is called off stops, and is not tried again', async () => {
  const { jobs } = await opened.tenants.open('default');
  await jobs.enqueue({ kind: 'count', payload: {}, about: 'thing' });
  let running = false;
  const stopped = vi.fn();
  const working = start({
    run: async (_, __, signal) => {
      running = true;
      await pause(60_000, signal).catch(stopped);
      signal.throwIfAborted();
    },
  });
  await expect.poll(() => running).toBe(true);
  working.callOff('default', 'something else');
  expect(stopped).not.toHaveBeenCalled();
  working.callOff('default', 'thing');
  await expect.poll(() => stopped).toHaveBeenCalledOnce();
  await pause(50);
  expect(await counts()).toEqual({ ...NONE, running: 1 }); // whoever called it off took the job away
});
