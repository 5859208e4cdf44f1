import { expect, test } from 'vitest';
import type { ManagedIndex, SearchRequest } from '../../src/ports/knowledge-index.ts';
import { asked, idsOf, indexed, passage } from './knowledge-index-samples.ts';

const space = { space: 'model one', dimensions: 4 };
/** A vector that points mostly along one of the axes. */
const along = (axis: number, dimensions = 4): Float32Array =>
  Float32Array.from({ length: dimensions }, (_, at) => (at === axis ? 1 : 0.1));

/** Another direction for every number. */
const scattered = (number: number, dimensions: number): Float32Array =>
  Float32Array.from({ length: dimensions }, (_, at) => {
    const value = Math.sin(number * 12.9898 + at * 78.233) * 43_758.5453;
    return value - Math.floor(value) - 0.5;
  });

/** Search by vectors beside that by words. */
export const vectorTests = (index: () => ManagedIndex): void => {
  const publish = (id: string, change: Parameters<typeof passage>[1] = {}): Promise<void> =>
    index().publish(indexed(id), [
      passage(id, { text: `About ${id}.`, title: '', headings: [], ...change }),
    ]);
  const add = (axes: Record<string, number>, name = space): Promise<void> =>
    index().vectors.add(
      name,
      Object.entries(axes).map(([id, axis]) => ({
        passageId: `${id}-1`,
        vector: along(axis, name.dimensions),
      })),
    );
  const missing = async (name = space.space): Promise<string[]> =>
    (await index().vectors.missing(name, 100)).map(({ id }) => id);
  const alike = async (axis: number, change: Partial<SearchRequest> = {}): Promise<string[]> =>
    idsOf(await index().search(asked('', { vector: along(axis), ...change })));

  test('passages come in the order of their likeness once the space is served', async () => {
    for (const id of ['a', 'b', 'c']) await publish(id);
    expect(await index().vectors.spaces()).toEqual([]);
    expect(await missing()).toEqual(['a-1', 'b-1', 'c-1']);
    await add({ a: 0, b: 1 });
    expect(await index().vectors.serve(space.space)).toBe(false);
    expect(await index().vectors.served()).toBeNull();
    expect(await missing()).toEqual(['c-1']);
    await add({ c: 2 });
    expect(await missing()).toEqual([]);
    expect(await index().vectors.serve(space.space)).toBe(true);
    expect(await index().vectors.served()).toEqual({
      ...space,
      passages: 3,
      total: 3,
      whole: true,
    });
    expect((await alike(1))[0]).toBe('b-1');
    expect((await alike(2))[0]).toBe('c-1');
    const [best] = (await index().search(asked('', { vector: along(0), explain: true }))).passages;
    expect(best?.why).toMatchObject({ wordRank: null, vectorRank: 1 });
    expect(best?.why?.similarity).toBeCloseTo(1, 5);
  });

  test('a passage that can have no vector is not missing, and one without is found by words', async () => {
    await publish('a');
    await publish('b');
    await index().vectors.add(space, [
      { passageId: 'a-1', vector: along(0) },
      { passageId: 'b-1', vector: null },
      { passageId: 'never-there', vector: along(0) },
    ]);
    expect(await missing()).toEqual([]);
    expect(await index().vectors.serve(space.space)).toBe(true);
    await publish('later');
    expect(await missing()).toEqual(['later-1']);
    expect(await index().vectors.served()).toMatchObject({ passages: 2, whole: false });
    expect(idsOf(await index().search(asked('later', { vector: along(0) })))).toContain('later-1');
    expect(idsOf(await index().search(asked('b', { vector: along(0) })))).toContain('b-1');
  });

  test('vectors show nothing that the caller may not read, or did not ask for', async () => {
    await publish('open');
    await publish('secret', { readers: ['user:ann'] });
    await publish('other', { baseId: 'second' });
    await add({ open: 1, secret: 0, other: 0 });
    await index().vectors.serve(space.space);
    expect(await alike(0)).toEqual(['open-1']);
    expect((await alike(0, { readers: ['user:ann', 'everyone'] }))[0]).toBe('secret-1');
    expect(await alike(0, { baseIds: ['second'] })).toEqual(['other-1']);
    expect(await alike(0, { readers: [] })).toEqual([]);
    expect(await alike(0, { documentIds: ['other'] })).toEqual([]);
    await index().describe('open', { metadata: { tags: ['hr'] }, readers: ['user:ann'] });
    expect(await alike(0)).toEqual([]);
    const filter = { tags: ['hr'] };
    expect(await alike(0, { readers: ['user:ann'], filter })).toEqual(['open-1']);
  });

  test('what is published again or removed takes its vectors along', async () => {
    for (const id of ['a', 'b', 'c']) await publish(id);
    await add({ a: 0, b: 1, c: 2 });
    await index().vectors.serve(space.space);
    await publish('a');
    expect(await missing()).toEqual([]);
    expect((await alike(0))[0]).toBe('a-1');
    await publish('a', { text: 'Other text.' });
    expect(await missing()).toEqual(['a-1']);
    expect(await alike(0)).not.toContain('a-1');
    await index().remove(['b']);
    expect(await alike(1)).toEqual(['c-1']);
    expect(await index().vectors.served()).toMatchObject({ passages: 1, whole: false });
    await add({ a: 1 });
    expect(await index().vectors.served()).toMatchObject({ passages: 2, whole: true });
    expect((await alike(1))[0]).toBe('a-1');
  });

  test('a new space is built while the old one is served, and takes its place', async () => {
    const second = { space: 'model two', dimensions: 3 };
    await publish('a');
    await publish('b');
    await add({ a: 0, b: 1 });
    await index().vectors.serve(space.space);
    await add({ a: 0 }, second);
    expect((await alike(1))[0]).toBe('b-1');
    expect(await index().vectors.serve(second.space)).toBe(false);
    expect(await index().vectors.spaces()).toHaveLength(2);
    await add({ b: 1 }, second);
    expect(await index().vectors.serve(second.space)).toBe(true);
    expect(await index().vectors.spaces()).toEqual([
      { ...second, passages: 2, total: 2, whole: true },
    ]);
    expect((await alike(1, { vector: along(1, 3) }))[0]).toBe('b-1');
    await expect(alike(1)).rejects.toMatchObject({ code: 'invalid-request' });
    await index().vectors.drop(second.space);
    expect(await index().vectors.served()).toBeNull();
    await add({ a: 1, b: 0 }, second);
    await index().vectors.serve(second.space);
    expect((await alike(1, { vector: along(1, 3) }))[0]).toBe('a-1');
  });

  test('a vector of a space that is not served any more is passed over: the search is by words', async () => {
    await publish('a');
    await publish('b');
    await add({ a: 0, b: 1 }, { space: 'newer', dimensions: 4 });
    await index().vectors.serve('newer');
    const ask = (name: string) =>
      index().search(asked('b', { vector: along(0), space: name, explain: true }));
    const byWords = await index().search(asked('b', { explain: true }));
    expect(await ask('older')).toEqual(byWords);
    expect(byWords.space).toBeUndefined();
    expect((await ask('newer')).space).toBe('newer');
  });

  test('what stands out by its likeness is evidence, where chance alone is none', async () => {
    const passages = Array.from({ length: 400 }, (_, number) =>
      passage('many', { id: `p${number}`, text: `Number ${number}.`, title: '', headings: [] }),
    );
    await index().publish(indexed('many'), passages);
    const wide = { space: 'wide', dimensions: 256 };
    const vectors = passages.map(({ id }, number) => ({
      passageId: id,
      vector: scattered(number, wide.dimensions),
    }));
    await index().vectors.add(wide, vectors);
    await index().vectors.serve(wide.space);
    const evidenceOf = async (vector: Float32Array) =>
      (await index().search(asked('unheard', { vector }))).evidence ?? 0;
    const [noise, meant] = [scattered(9_000, 256), scattered(17, 256)];
    const near = meant.map((value, at) => value + 0.8 * (noise[at] ?? 0));
    expect(await evidenceOf(near)).toBeGreaterThan(0.5);
    for (let seed = 1_000; seed < 1_020; seed += 1)
      expect(await evidenceOf(scattered(seed, 256))).toBeLessThan(0.08);
    const words = await index().search(asked('number 17'));
    const both = await index().search(asked('number 17', { vector: scattered(1_000, 256) }));
    expect(both.evidence).toBe(words.evidence);
  });

  const broken: [string, Float32Array][] = [
    ['too short', along(0, 3)],
    ['too long', along(0, 5)],
    ['not a number', Float32Array.from([1, Number.NaN, 0, 0])],
    ['endless', Float32Array.from([1, Number.POSITIVE_INFINITY, 0, 0])],
    ['zero', new Float32Array(4)],
  ];
  test.for(broken)('a vector that is %s is refused, alone and among others', async ([, vector]) => {
    await publish('a');
    await publish('b');
    await add({ a: 0, b: 1 });
    await index().vectors.serve(space.space);
    const refused = { code: 'invalid-request' };
    await expect(index().search(asked('a', { vector }))).rejects.toMatchObject(refused);
    await expect(
      index().vectors.add(space, [
        { passageId: 'a-1', vector: along(2) },
        { passageId: 'b-1', vector },
      ]),
    ).rejects.toMatchObject(refused);
    expect((await alike(0))[0]).toBe('a-1');
  });

  test('the same space with other dimensions is refused', async () => {
    await publish('a');
    await add({ a: 0 });
    await expect(add({ a: 0 }, { ...space, dimensions: 3 })).rejects.toMatchObject({
      code: 'invalid-request',
    });
  });

  test('of more vectors than one block holds, the nearest is found after many changes', async () => {
    const passages = Array.from({ length: 1_500 }, (_, number) =>
      passage('many', { id: `p${number}`, text: `Number ${number}.` }),
    );
    await index().publish(indexed('many'), passages);
    const wide = { space: 'wide', dimensions: 16 };
    const turned = (number: number) => scattered(number, wide.dimensions);
    const vectors = passages.map(({ id }, number) => ({ passageId: id, vector: turned(number) }));
    await index().vectors.add(wide, vectors.slice(0, 100));
    expect(await index().vectors.missing(wide.space, 2)).toMatchObject([
      { id: 'p100' },
      { id: 'p101' },
    ]);
    await index().vectors.add(wide, vectors.slice(100));
    await index().publish(indexed('many', 2), passages.slice(700));
    expect(await index().vectors.serve(wide.space)).toBe(true);
    for (const number of [700, 1_023, 1_024, 1_499])
      expect((await alike(0, { vector: turned(number) }))[0]).toBe(`p${number}`);
    await publish('new');
    await index().vectors.add(wide, [{ passageId: 'new-1', vector: turned(5_000) }]);
    expect((await alike(0, { vector: turned(5_000) }))[0]).toBe('new-1');
  });
};
