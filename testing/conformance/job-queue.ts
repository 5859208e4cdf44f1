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
    expect(first).toEqual({
      id,
      kind,
      payload: { documentId: 'd' },
      attempt: 1,
      fence: 1,
      lane: '',
      about: null,
      format: '',
      bytes: 0,
    });
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

  test('lanes take turns, each giving its oldest job', async () => {
    const kind = newId('kind');
    const enqueue = (lane: string, number: number) =>
      queue().enqueue({ kind, lane, payload: { name: `${lane} ${number}` } });
    for (let number = 0; number < 6; number += 1) await enqueue('base folder:/a', number);
    for (let number = 0; number < 2; number += 1) await enqueue('base folder:/b', number);
    const names: string[] = [];
    const take = async () => {
      const job = await claimed(kind);
      names.push(job.payload['name'] ?? '');
      await queue().complete(job);
    };
    for (let count = 0; count < 3; count += 1) await take();
    await enqueue('base folder:/c', 0); // one that comes later waits for one of each only
    for (let count = 0; count < 6; count += 1) await take();
    expect(names.slice(0, 3).map((name) => name.slice(-3))).toEqual(['a 0', 'b 0', 'a 1']);
    expect(names.slice(3, 6)).toContain('base folder:/c 0');
    expect(names.slice(-3).map((name) => name.slice(-3))).toEqual(['a 3', 'a 4', 'a 5']);
  });

  test('a lane that is empty again and again does not go before one that waits', async () => {
    const queue = stores.there(); // where nothing else waits
    const kind = newId('kind');
    const enqueue = (lane: string) => queue.enqueue({ kind, lane, payload: {} });
    for (let number = 0; number < 6; number += 1) await enqueue('base folder:/many');
    const take = async (): Promise<string> => {
      const job = await queue.claim({ kinds: [kind], leaseMs: LEASE, maxAttempts: 3 });
      if (job) await queue.complete(job);
      return job?.lane ?? '';
    };
    for (let count = 0; count < 3; count += 1) await take();
    const lanes: string[] = [];
    for (let count = 0; count < 4; count += 1) {
      await enqueue('base upload:anna');
      lanes.push(await take());
    }
    expect(lanes.filter((lane) => lane === 'base folder:/many')).toHaveLength(2);
    while (await take());
  });

  test('what failed comes to the end of its lane, and holds up no other', async () => {
    const kind = newId('kind');
    for (const number of [0, 1, 2])
      await queue().enqueue({ kind, lane: 'base folder:/poison', payload: { name: `p${number}` } });
    await queue().fail(await claimed(kind), { reason: 'again', retryInMs: 0 });
    await queue().enqueue({ kind, lane: 'base upload:anna', payload: { name: 'anna' } });
    const names = [];
    for (let count = 0; count < 4; count += 1) names.push((await claimed(kind)).payload['name']);
    expect(names.indexOf('anna')).toBeLessThan(2);
    expect(names.at(-1)).toBe('p0');
  });

  test('a failure that was not its fault costs no attempt and no place', async () => {
    const { kind, id } = await enqueued();
    await queue().enqueue({ kind, payload: {} });
    const job = await claimed(kind);
    await queue().fail(job, { reason: 'stopping', retryInMs: 0, blameless: true });
    expect(await claimed(kind)).toMatchObject({ id, attempt: 1, fence: 2 });
  });

  test('a paused lane gives nothing, old or new, until it is resumed', async () => {
    const kind = newId('kind');
    const baseId = newId('base');
    const lane = `${baseId} upload:anna`;
    const enqueue = (into: string, name: string) =>
      queue().enqueue({ kind, lane: into, payload: { name }, about: name });
    await enqueue(lane, 'old');
    for (const lanes of [lane, `${baseId} `]) await queue().pause(lanes);
    await enqueue(lane, 'new');
    await enqueue(`${baseId}x upload:anna`, 'other');
    expect((await claimed(kind)).payload).toEqual({ name: 'other' });
    expect(await claim(kind)).toBeNull();
    expect(await queue().places(['old'])).toEqual(new Map());
    expect((await queue().backlog()).filter((part) => part.lane === lane)).toEqual([
      { lane, format: '', kind, state: 'paused', jobs: 2, bytes: 0 },
    ]);
    await queue().resume(lane);
    expect(await claim(kind)).toBeNull(); // its base is paused still
    expect(await queue().pauses()).toEqual([`${baseId} `]);
    await queue().resume(`${baseId} `);
    expect(await queue().pauses()).toEqual([]);
    const names = [await claimed(kind), await claimed(kind)].map(({ payload }) => payload['name']);
    expect(names).toEqual(['old', 'new']);
  });

  test('a job of a paused lane that lost its worker waits too; one of no lane is never paused', async () => {
    const kind = newId('kind');
    await queue().enqueue({ kind, lane: 'base upload:anna', payload: {} });
    await claimed(kind, { leaseMs: 0 });
    await queue().pause('');
    expect(await claim(kind)).toBeNull();
    await queue().enqueue({ kind, payload: {} });
    expect(await claimed(kind)).toMatchObject({ lane: '' });
    await queue().resume('');
    expect(await claimed(kind)).toMatchObject({ lane: 'base upload:anna', attempt: 2 });
  });

  test('says the places of what waits, and when something comes due', async () => {
    const kind = newId('kind');
    const abouts = Array.from({ length: 3 }, () => newId('thing'));
    for (const about of abouts)
      await queue().enqueue({ kind, about, lane: 'base upload:bert', payload: {} });
    const places = async () => {
      const known = await queue().places([...abouts, 'nothing'].toReversed());
      return abouts.map((about) => known.get(about) ?? null);
    };
    const [first = 0, second, third] = await places();
    expect(second).toBeGreaterThan(first ?? 0);
    expect(third).toBeGreaterThan(second ?? 0);
    const job = await claimed(kind, { leaseMs: 5000 });
    expect((await places())[0]).toBeNull();
    expect(await queue().nextDue()).toBeLessThanOrEqual(Date.now() + 5000);
    await queue().fail(job, { reason: 'never', retryInMs: null });
    expect((await queue().dead(1))[0]).toMatchObject({ about: abouts[0], reason: 'never' });
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
