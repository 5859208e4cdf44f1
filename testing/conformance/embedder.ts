import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Problem } from '../../src/domain/problem.ts';
import type { Embedder, Embedding } from '../../src/ports/embedder.ts';
import { startFakeUpstream, type FakeUpstream } from '../fake-upstream.ts';
import { FAKE_DIMENSIONS } from '../fake-upstream/embeddings.ts';
import { patient } from '../patient.ts';

export type EmbedderSettings = { retry?: { waitMs: number; pauseMs: number }; requestMs?: number };

/** Opens an embedder of `FAKE_DIMENSIONS` at this upstream. */
export type OpenEmbedder = (upstream: FakeUpstream, settings: EmbedderSettings) => Embedder;

const QUICK = { retry: { waitMs: 2_000, pauseMs: 1 } };

export const vectorOf = (result: Embedding | undefined): Float32Array => {
  if (!result || 'problem' in result) throw new Error(`no vector: ${result?.problem.message}`);
  return result.vector;
};
export const kinds = (results: readonly Embedding[]): string =>
  results.map((result) => ('vector' in result ? 'v' : '-')).join('');

const lengthOf = (vector: Float32Array): number => Math.hypot(...vector);
const texts = (count: number): string[] =>
  Array.from({ length: count }, (_, place) => `text number ${place}`);

/** The laws of `ports/embedder.ts`, against an upstream that goes wrong in every way it is told to. */
export const embedderConformance = (open: OpenEmbedder): void => {
  let upstream: FakeUpstream;
  let embedder: Embedder;
  beforeAll(async () => {
    upstream = await startFakeUpstream();
  });
  beforeEach(() => {
    embedder = open(upstream, QUICK);
    upstream.embeddings.calls.length = 0;
    upstream.embeddings.script([{}]);
  });
  afterAll(async () => {
    expect(upstream.violations).toEqual([]);
    await upstream.close();
  });
  const embed = (given: readonly string[], signal = patient()) =>
    embedder.embed({ texts: given, kind: 'passage', signal });
  const asked = () => upstream.embeddings.calls.map((call) => call.texts.length);

  test('every text has its vector of unit length, in order, in batches', async () => {
    const given = texts(150);
    const results = await embed(given);
    expect(results).toHaveLength(150);
    for (const result of results) {
      expect(vectorOf(result)).toHaveLength(FAKE_DIMENSIONS);
      expect(lengthOf(vectorOf(result))).toBeCloseTo(1, 5);
    }
    expect(upstream.embeddings.calls.length).toBeGreaterThan(1);
    expect(asked().reduce((sum, count) => sum + count, 0)).toBe(150);
    const [alone] = await embed([given[137] ?? '']);
    expect(vectorOf(alone)).toEqual(vectorOf(results[137]));
  });

  test('nothing asked, nothing called', async () => {
    expect(await embed([])).toEqual([]);
    expect(asked()).toEqual([]);
  });

  test('numbers are read as well as bytes, and places count, not the order', async () => {
    const straight = await embed(texts(9));
    upstream.embeddings.script([{ fault: 'backward', asNumbers: true }]);
    const backward = await embed(texts(9));
    for (const [place, result] of backward.entries())
      for (const [at, value] of vectorOf(result).entries())
        expect(value).toBeCloseTo(vectorOf(straight[place])[at] ?? 0, 5);
  });

  test('a service that does not take a parameter is asked without it', async () => {
    upstream.embeddings.script([{ refuses: 'encoding_format' }]);
    expect(kinds(await embed(texts(3)))).toBe('vvv');
    upstream.embeddings.calls.length = 0;
    await embed(texts(3));
    expect(asked()).toEqual([3]);
  });

  test('one bad text takes no other with it', async () => {
    upstream.embeddings.script([{ refusesText: /poison/ }]);
    const given = texts(40).with(17, 'poison').with(30, '   ');
    const results = await embed(given);
    expect(kinds(results)).toBe('v'.repeat(17) + '-' + 'v'.repeat(12) + '-' + 'v'.repeat(9));
    const bad = results[17];
    expect(bad && 'problem' in bad && bad.problem.code).toBe('upstream-refused');
    expect(JSON.stringify(results)).not.toContain('sk-upstream-body');
  });

  test('a refusal of everything is not asked again for every text', async () => {
    upstream.embeddings.script([{ status: 400 }]);
    await expect(embed(texts(64))).rejects.toMatchObject({ code: 'upstream-refused' });
    expect(upstream.embeddings.calls.length).toBeLessThan(30);
  });

  test('what is too long is cut to what the service reads', async () => {
    upstream.embeddings.script([{ longest: 4_000 }]);
    const results = await embed(['short', 'so long '.repeat(4_000)]);
    expect(kinds(results)).toBe('vv');
  });

  test.for([
    ['nan', 'v-v'],
    ['zero', 'v-v'],
  ] as const)('a vector that is %s is refused alone', async ([fault, expected]) => {
    upstream.embeddings.script([{ fault, at: [1] }]);
    expect(kinds(await embed(texts(3)))).toBe(expected);
    upstream.embeddings.script([{ fault, at: [1], asNumbers: true }]);
    expect(kinds(await embed(texts(3)))).toBe(expected);
  });

  test('a text that got no vector has a problem, the others their vectors', async () => {
    upstream.embeddings.script([{ fault: 'partial' }]);
    expect(kinds(await embed(texts(4)))).toBe('vvv-');
  });

  test('a batch that fails takes no other batch with it', async () => {
    upstream.embeddings.script((call) =>
      call.texts.includes('text number 0') ? { fault: 'no-json' } : {},
    );
    const results = await embed(texts(128));
    expect(kinds(results).replaceAll('-', '')).toHaveLength(64);
  });

  test.for([
    [{ dimensions: 32 }, 'upstream-garbled'],
    [{ fault: 'no-json' }, 'upstream-garbled'],
    [{ fault: 'unknown-shape' }, 'upstream-garbled'],
    [{ fault: 'endless' }, 'upstream-garbled'],
    [{ status: 401 }, 'upstream-refused'],
    [{ status: 404 }, 'upstream-refused'],
    [{ status: 500 }, 'upstream-failed'],
  ] as const)('%o is a problem that says what it is', async ([behaviour, code]) => {
    upstream.embeddings.script([behaviour]);
    const problem = await embed(texts(3)).catch((thrown: unknown) => thrown);
    expect(problem).toBeInstanceOf(Problem);
    expect(problem).toMatchObject({ code });
  });

  test('a rate limit is waited for', async () => {
    upstream.embeddings.script([{ status: 429, headers: { 'retry-after-ms': '20' } }, {}]);
    expect(kinds(await embed(texts(2)))).toBe('vv');
    expect(asked()).toEqual([2, 2]);
  });

  test('one that is longer than may be waited for is said with its time', async () => {
    upstream.embeddings.script([{ status: 429, headers: { 'retry-after': '77' } }]);
    await expect(embed(texts(2))).rejects.toMatchObject({
      code: 'upstream-rate-limited',
      retryAfter: 77,
      retryable: true,
    });
    expect(asked()).toEqual([2]);
  });

  test('silence ends, and so does whoever asked', async () => {
    upstream.embeddings.script([{ fault: 'silent' }]);
    embedder = open(upstream, { ...QUICK, requestMs: 100 });
    await expect(embed(texts(1))).rejects.toMatchObject({ code: 'upstream-timeout' });
    embedder = open(upstream, QUICK);
    const leaving = new AbortController();
    const asking = embed(texts(1), leaving.signal);
    await sleep(20);
    leaving.abort(new Error('left'));
    await expect(asking).rejects.toThrow('left');
    await expect(embed(texts(1), leaving.signal)).rejects.toThrow('left');
  });
};
