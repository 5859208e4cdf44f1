import { expect, test } from 'vitest';
import { pause } from '../../src/lib/clock.ts';
import { newId } from '../../src/lib/ids.ts';
import type { Job, JobQueue } from '../../src/ports/job-queue.ts';
import { useTwoTenants, type OpenTwoTenants } from './two-tenants.ts';

const LEASE = 60_000;

export const jobQueueConformance = (open: OpenTwoTenants<JobQueue>): void => {
  const stores = useTwoTenants(open);
  const queue = () => stores.here();
  const claim = (kind: string, { leaseMs = LEASE, maxAttempts = 3 } = {}) =>
    queue().claim({ kinds: [kind], leaseMs, maxAttempts });
  const claimed = async (kind: string, options = {}): Promise<Job> => {
    const job = await claim(kind, options);
    if (!job) throw new Error('A job was expected');
    return job;
  };
  const enqueued = async (payload: Record<string, string> = {}) => {
    const kind = newId('kind');
    return { kind, id: await queue().enqueue({ kind, payload }) };
  };

  test('gives the oldest job first, of the kinds asked for', async () => {
    const { kind, id } = await enqueued({ documentId: 'd' });
    const second = await queue().enqueue({ kind, payload: {} });
    expect(await queue().claim({ kinds: [], leaseMs: LEASE, maxAttempts: 3 })).toBeNull();
    expect(await claim(newId('kind'))).toBeNull();
    const first = await claimed(kind);
    expect(first).toEqual({ id, kind, payload: { documentId: 'd' }, attempt: 1, fence: 1 });
    expect((await claimed(kind)).id).toBe(second);
    expect(await claim(kind)).toBeNull();
  });

  test('gives a job to one worker only, however many ask', async () => {
    const { kind } = await enqueued();
    const jobs = await Promise.all(Array.from({ length: 20 }, () => claim(kind)));
    expect(jobs.filter((job) => job !== null)).toHaveLength(1);
  });

  test('a finished job is gone, once', async () => {
    const { kind } = await enqueued();
    const job = await claimed(kind);
    expect(await queue().complete(job)).toBe(true);
    expect(await queue().complete(job)).toBe(false);
    expect(await queue().heartbeat(job, LEASE)).toBe(false);
    expect(await claim(kind, { leaseMs: 0 })).toBeNull();
  });

  test('after its lease it goes to somebody else, and the first worker has lost it', async () => {
    const { kind } = await enqueued();
    const lost = await claimed(kind, { leaseMs: 0 });
    const taken = await claimed(kind);
    expect(taken).toMatchObject({ id: lost.id, attempt: 2 });
    expect(taken.fence).toBeGreaterThan(lost.fence);
    expect(await queue().heartbeat(lost, LEASE)).toBe(false);
    expect(await queue().fail(lost, { reason: 'late', retryInMs: null })).toBe(false);
    expect(await queue().complete(lost)).toBe(false);
    expect(await queue().complete(taken)).toBe(true);
  });

  test('a heartbeat keeps it', async () => {
    const { kind } = await enqueued();
    const job = await claimed(kind, { leaseMs: 0 });
    expect(await queue().heartbeat(job, LEASE)).toBe(true);
    expect(await claim(kind)).toBeNull();
  });

  test('a failed job comes again when it is due', async () => {
    const { kind } = await enqueued();
    const first = await claimed(kind);
    expect(await queue().fail(first, { reason: 'later', retryInMs: LEASE })).toBe(true);
    expect(await claim(kind)).toBeNull();
    const { kind: soon } = await enqueued();
    await queue().fail(await claimed(soon), { reason: 'soon', retryInMs: 1 });
    await pause(5);
    expect(await claimed(soon)).toMatchObject({ attempt: 2 });
  });

  test('it is dead after the last attempt, or at once when it cannot be helped', async () => {
    const before = await queue().counts();
    const { kind: hopeless } = await enqueued();
    await queue().fail(await claimed(hopeless), { reason: 'never', retryInMs: null });
    expect(await claim(hopeless)).toBeNull();

    const { kind: tried } = await enqueued();
    await queue().fail(await claimed(tried), { reason: 'again', retryInMs: 0 });
    await queue().fail(await claimed(tried), { reason: 'again', retryInMs: 0 });
    expect(await claim(tried, { maxAttempts: 2 })).toBeNull();

    const { kind: lost } = await enqueued();
    await claimed(lost, { leaseMs: 0, maxAttempts: 1 });
    expect(await claim(lost, { maxAttempts: 1 })).toBeNull();
    expect((await queue().counts()).dead).toBe(before.dead + 3);
  });

  test('counts what is not done', async () => {
    const before = await queue().counts();
    const { kind } = await enqueued();
    await queue().enqueue({ kind, payload: {} });
    const job = await claimed(kind);
    expect(await queue().counts()).toEqual({
      ...before,
      waiting: before.waiting + 1,
      running: before.running + 1,
    });
    await queue().complete(job);
    expect((await queue().counts()).running).toBe(before.running);
  });

  test("another tenant's jobs are neither claimed nor finished", async () => {
    const { kind } = await enqueued();
    const request = { kinds: [kind], leaseMs: LEASE, maxAttempts: 3 };
    expect(await stores.there().claim(request)).toBeNull();
    const job = await claimed(kind);
    expect(await stores.there().complete(job)).toBe(false);
    expect(await stores.there().counts()).toEqual({ waiting: 0, running: 0, dead: 0 });
    expect(await queue().complete(job)).toBe(true);
  });
};
