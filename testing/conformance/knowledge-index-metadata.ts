import { expect, test } from 'vitest';
import type { DocumentMetadata } from '../../src/domain/document.ts';
import type { ManagedIndex, MetadataFilter } from '../../src/ports/knowledge-index.ts';
import { asked, idsOf, indexed, passage } from './knowledge-index-samples.ts';

const DAY_MS = 86_400_000;

/** Filters, facets and boosts: what a search knows of documents beside their text. */
export const metadataTests = (index: () => ManagedIndex): void => {
  const publish = (
    documentId: string,
    metadata: DocumentMetadata,
    more: { readers?: string[]; changedAt?: number } = {},
  ): Promise<void> =>
    index().publish(indexed(documentId, 1, { metadata, changedAt: more.changedAt ?? 0 }), [
      passage(documentId, {
        text: 'Days of annual leave.',
        headings: [],
        title: '',
        readers: more.readers ?? ['everyone'],
      }),
    ]);
  const find = async (filter: MetadataFilter): Promise<string[]> =>
    idsOf(await index().search(asked('annual leave', { filter }))).toSorted();

  test('a filter restricts a search to documents with one of the values for every name', async () => {
    await publish('a', {
      document_type: 'policy',
      year: 2024,
      tags: ['hr', 'leave'],
      draft: false,
    });
    await publish('b', { document_type: 'policy', year: 2025, tags: ['leave'] });
    await publish('c', { document_type: 'manual "x" OR', year: 2025 });
    expect(await find({ document_type: ['policy'] })).toEqual(['a-1', 'b-1']);
    expect(await find({ year: ['2025'] })).toEqual(['b-1', 'c-1']);
    expect(await find({ tags: ['hr', 'it'], year: ['2024', '2025'] })).toEqual(['a-1']);
    expect(await find({ draft: ['false'] })).toEqual(['a-1']);
    expect(await find({ document_type: ['manual "x" OR'] })).toEqual(['c-1']);
    expect(await find({ tags: ['leave'], document_type: ['manual'] })).toEqual([]);
    expect(await find({ unheard: ['of'] })).toEqual([]);
    expect(await find({ tags: [] })).toEqual([]);
    expect(await find({})).toHaveLength(3);
  });

  test('what a filter leaves out is not counted, also together with documents', async () => {
    await publish('a', { tags: ['hr'] });
    await publish('b', { tags: ['hr'] });
    await publish('c', { tags: ['it'] });
    const request = { filter: { tags: ['hr'] }, documentIds: ['b', 'c'] };
    const found = await index().search(asked('annual leave', request));
    expect(idsOf(found)).toEqual(['b-1']);
    expect(found.passagesInScope).toBe(1);
  });

  test('other metadata and readers hold at once, and touch no text', async () => {
    await publish('a', { tags: ['hr'] });
    await publish('b', { tags: ['hr'] });
    const change = { metadata: { tags: ['it'] }, readers: ['group:it', 'user:ann'] };
    expect(await index().describe('a', change)).toBe(true);
    expect(await index().describe('never-there', change)).toBe(false);
    expect(await find({ tags: ['hr'] })).toEqual(['b-1']);
    expect(await find({ tags: ['it'] })).toEqual([]);
    const seen = await index().search(asked('annual leave', { readers: ['user:ann'] }));
    expect(seen.passages).toMatchObject([{ id: 'a-1', readers: ['group:it', 'user:ann'] }]);
    expect(seen.passagesInScope).toBe(1);
    expect(await index().contents()).toEqual(
      new Map([
        ['a', 1],
        ['b', 1],
      ]),
    );
    await index().remove(['a']);
    expect(await index().search(asked('annual leave', { readers: ['user:ann'] }))).toMatchObject({
      passages: [],
      passagesInScope: 0,
    });
  });

  test('facets count the documents that the caller may read', async () => {
    await publish('a', { tags: ['hr', 'leave'], year: 2024 });
    await publish('b', { tags: ['leave'], year: 2025 });
    await publish('secret', { tags: ['merger', 'leave'] }, { readers: ['user:ann'] });
    const { query: _, limit: __, ...scope } = asked('');
    const facets = await index().facets({ ...scope, names: ['tags', 'year', 'none'] });
    expect(facets).toEqual({
      tags: [
        { value: 'leave', documents: 2 },
        { value: 'hr', documents: 1 },
      ],
      year: [
        { value: '2024', documents: 1 },
        { value: '2025', documents: 1 },
      ],
      none: [],
    });
    const without = ['a', 'none'];
    const fewer = await index().facets({ ...scope, names: ['tags'], without });
    expect(fewer).toEqual({ tags: [{ value: 'leave', documents: 1 }] });
    const filtered = { ...scope, filter: { tags: ['hr'] }, names: ['year'] };
    expect(await index().facets(filtered)).toEqual({ year: [{ value: '2024', documents: 1 }] });
    for (const nobody of [{ readers: [] }, { baseIds: [] }, { documentIds: [] }])
      expect(await index().facets({ ...scope, ...nobody, names: ['tags'] })).toEqual({ tags: [] });
  });

  test('authority and freshness lift equal passages, and say by how much', async () => {
    await publish('plain', {}, { changedAt: Date.now() - 1_000 * DAY_MS });
    await publish('half', { authority: 0.5 }, { changedAt: Date.now() - 1_000 * DAY_MS });
    await publish('official', { authority: 'official' }, { changedAt: 0 });
    await publish('fresh', {}, { changedAt: Date.now() });
    const ranked = async (authority: number, freshness: number) => {
      const boosts = { authority, freshness, halfLifeDays: 30 };
      return (await index().search(asked('annual leave', { boosts, explain: true }))).passages;
    };
    const byAuthority = await ranked(0.5, 0);
    expect(byAuthority.map(({ documentId }) => documentId).slice(0, 2)).toEqual([
      'official',
      'half',
    ]);
    expect(byAuthority.map(({ why }) => why?.boost)).toEqual([1.5, 1.25, 1, 1]);
    const byFreshness = await ranked(0, 0.5);
    expect(byFreshness[0]?.documentId).toBe('fresh');
    expect(byFreshness[0]?.why?.boost).toBeCloseTo(1.5, 3);
    expect((await ranked(0, 0)).map(({ why }) => why?.boost)).toEqual([1, 1, 1, 1]);
  });

  test('the date that a document is said to be of counts, not when it changed', async () => {
    const [today] = new Date().toISOString().split('T');
    await publish('old', { freshness: '2001-02-03' }, { changedAt: Date.now() });
    await publish('new', { freshness: today ?? '' }, { changedAt: 0 });
    const boosts = { authority: 0, freshness: 0.5, halfLifeDays: 30 };
    expect(idsOf(await index().search(asked('annual leave', { boosts })))).toEqual([
      'new-1',
      'old-1',
    ]);
  });

  test('an explanation says how a passage came up, and what nearly did', async () => {
    for (const id of ['a', 'b', 'c']) await publish(id, {});
    const found = await index().search(
      asked('annual leave of zebras', { limit: 1, explain: true }),
    );
    expect(found.passages[0]?.why).toMatchObject({
      wordRank: 1,
      wordScore: found.passages[0]?.score,
      words: ['annual', 'leav'],
      vectorRank: null,
      similarity: null,
      boost: 1,
    });
    expect(found.leftOut?.map(({ why }) => why?.wordRank)).toEqual([2, 3]);
    const plain = await index().search(asked('annual leave', { limit: 1 }));
    expect(plain.passages[0]).not.toHaveProperty('why');
    expect(plain).not.toHaveProperty('leftOut');
  });
};
