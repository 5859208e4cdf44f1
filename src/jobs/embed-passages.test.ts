import { expect, test } from 'vitest';
import { quietLogger } from '../../testing/fakes/quiet-logger.ts';
import { Problem } from '../domain/problem.ts';
import type { Embedder, Embedding } from '../ports/embedder.ts';
import type { ManagedIndex, VectorIndex } from '../ports/knowledge-index.ts';
import type { Job, JobWish } from '../ports/job-queue.ts';
import type { TenantStores } from '../ports/tenant-stores.ts';
import { createEmbedding } from './embed-passages.ts';
import { patient } from '../../testing/patient.ts';

const DIMENSIONS = 4;
const SPACE = `m:${DIMENSIONS}`;

/** Passages of one tenant in memory, with the vectors that they were given. */
const fakeIndex = (texts: readonly string[]) => {
  const passages = texts.map((text, place) => ({ id: `p${place}`, text }));
  const given = new Map<string, Float32Array | null>();
  let served: string | null = null;
  const missing = () => passages.filter(({ id }) => !given.has(id));
  const space = () => ({
    space: SPACE,
    dimensions: DIMENSIONS,
    passages: given.size,
    total: passages.length,
    whole: missing().length === 0,
  });
  const vectors: VectorIndex = {
    spaces: () => Promise.resolve(given.size > 0 ? [space()] : []),
    served: () => Promise.resolve(served === null ? null : space()),
    missing: (_space, limit) => Promise.resolve(missing().slice(0, limit)),
    add: (_space, added) => {
      for (const { passageId, vector } of added) given.set(passageId, vector);
      return Promise.resolve();
    },
    serve: (name) => {
      if (missing().length > 0) return Promise.resolve(false);
      served = name;
      return Promise.resolve(true);
    },
    drop: () => Promise.resolve(),
  };
  return {
    index: { kind: 'managed', vectors } as unknown as ManagedIndex,
    passages,
    given,
    served: () => served,
  };
};

const embedderThat = (embedOne: (text: string) => Embedding) => {
  const asked: string[][] = [];
  const embedder: Embedder = {
    space: SPACE,
    dimensions: DIMENSIONS,
    embed: async ({ texts }) => {
      asked.push([...texts]);
      const results = texts.map(embedOne);
      await Promise.resolve();
      const failed = results.find((result) => 'problem' in result);
      if (failed && 'problem' in failed && results.every((result) => 'problem' in result))
        throw failed.problem;
      return results;
    },
  };
  return { embedder, asked };
};
const vector = (): Embedding => ({ vector: Float32Array.of(1, 0, 0, 0) });
const refusal = new Problem('upstream-refused', 'Not this one.');

const signal = patient();
const job = {
  id: 'j',
  kind: 'embed-passages',
  payload: {},
  attempt: 1,
  fence: 1,
} as unknown as Job;

const setUp = (texts: readonly string[], embedOne: (text: string) => Embedding = vector) => {
  const { index, ...inside } = fakeIndex(texts);
  const queue: JobWish[] = [];
  const jobs = {
    enqueue: (wish: JobWish) => {
      queue.push(wish);
      return Promise.resolve('job');
    },
  };
  const stores = { tenant: 'default', index, jobs } as unknown as TenantStores;
  const { embedder, asked } = embedderThat(embedOne);
  const woken: string[] = [];
  const work = createEmbedding({
    embedder,
    cache: null,
    logger: quietLogger,
    wake: (tenant) => woken.push(tenant),
  });
  const run = async () => {
    queue.pop();
    await work.handler.run(stores, job, signal);
  };
  return { ...inside, queue, stores, asked, woken, work, run };
};

const texts = (count: number) => Array.from({ length: count }, (_, place) => `text ${place}`);

test('every passage gets its vector once, and the space is served when it is whole', async () => {
  const { work, stores, queue, run, asked, given, served, woken } = setUp(texts(700));
  await work.request(stores);
  await work.request(stores);
  expect(queue).toEqual([{ kind: 'embed-passages', payload: {} }]);
  expect(woken).toEqual(['default']);
  await run();
  expect(given.size).toBe(700);
  expect(new Set(asked.flat()).size).toBe(asked.flat().length);
  expect(served()).toBe(SPACE);
  expect(queue).toEqual([]);
  await work.request(stores);
  expect(queue).toEqual([]);
});

test('what comes while it runs is not forgotten', async () => {
  const { work, stores, run, passages, given } = setUp(texts(3), () => {
    if (passages.length === 3) passages.push({ id: 'late', text: 'late' });
    return vector();
  });
  await work.request(stores);
  await run();
  expect(given.has('late')).toBe(true);
});

test('a text that cannot be read has a null vector, also when it is the only one', async () => {
  const bad = (text: string): Embedding => (text === 'poison' ? { problem: refusal } : vector());
  const some = setUp([...texts(5), 'poison'], bad);
  await some.run();
  expect(some.given.get('p5')).toBeNull();
  expect(some.served()).toBe(SPACE);
  const alone = setUp(['poison'], bad);
  await alone.run();
  expect(alone.given.get('p0')).toBeNull();
  expect(alone.asked.flat()).toContain('A plain sentence.');
});

test('a service that refuses everything marks nothing and is asked again later', async () => {
  const { run, given, queue, work } = setUp(texts(5), () => ({ problem: refusal }));
  await run();
  expect(given.size).toBe(0);
  expect(queue).toEqual([]);
  work.stop();
});

test('a text for which nothing comes is tried three times, and then holds nothing up', async () => {
  let tries = 0;
  const { run, given, served } = setUp(['good', 'odd'], (text) => {
    if (text !== 'odd') return vector();
    tries += 1;
    return { problem: new Problem('upstream-garbled', 'No vector.') };
  });
  await run();
  expect(tries).toBe(3);
  expect(given.get('p0')).not.toBeNull();
  expect(given.get('p1')).toBeNull();
  expect(served()).toBe(SPACE);
});

test('a rate limit lets the job end, and the work goes on when the service says', async () => {
  let limited = true;
  const { run, queue, given, work, stores } = setUp(texts(3), () =>
    limited
      ? { problem: new Problem('upstream-rate-limited', 'Busy.', { retryAfter: 0.05 }) }
      : vector(),
  );
  await run();
  expect(given.size).toBe(0);
  limited = false;
  await run(); // another one that comes meanwhile waits with it
  expect(given.size).toBe(0);
  await expect.poll(() => queue.length).toBe(1);
  await run();
  expect(given.size).toBe(3);
  work.stop();
  await work.request(stores);
});

test('a job that is killed in the middle leaves what it made, and the next does the rest', async () => {
  const killed = new AbortController();
  let made = 0;
  const { work, stores, given, asked, run } = setUp(texts(600), () => {
    made += 1;
    if (made === 300) killed.abort(new Error('killed'));
    return vector();
  });
  await expect(work.handler.run(stores, job, killed.signal)).rejects.toThrow('killed');
  const kept = given.size;
  expect(kept).toBeGreaterThan(0);
  expect(kept).toBeLessThan(600);
  const before = asked.flat().length;
  await run();
  expect(given.size).toBe(600);
  expect(asked.flat().length - before).toBe(600 - kept);
});
