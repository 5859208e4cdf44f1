import { expect, test } from 'vitest';
import { memoryCache } from '../adapters/memory/cache.ts';
import type { Embedder } from '../ports/embedder.ts';
import type { TenantStores } from '../ports/tenant-stores.ts';
import { cachedEmbedder } from './cached-embedder.ts';
import { type CachedSearch, searchKey } from './search-cache.ts';
import { patient } from '../../testing/patient.ts';

const signal = patient();

test('a vector is asked for once by each tenant, of each model, for each use', async () => {
  const cache = memoryCache({ maxBytes: 100_000 });
  const asked: string[] = [];
  const embed = async (change: {
    tenant?: string;
    space?: string;
    kind?: 'question' | 'passage';
  }) => {
    const { tenant = 'a', space = 'm:2', kind = 'passage' } = change;
    const embedder: Embedder = {
      space,
      dimensions: 2,
      embed: ({ texts }) => {
        asked.push(...texts);
        return Promise.resolve(texts.map(() => ({ vector: Float32Array.of(0.6, 0.8) })));
      },
    };
    return cachedEmbedder(embedder, { cache, tenant }).embed({ texts: ['one'], kind, signal });
  };
  for (const change of [{}, { tenant: 'b' }, { space: 'n:2' }, { kind: 'question' } as const]) {
    const before = asked.length;
    const first = await embed(change);
    expect(asked).toHaveLength(before + 1);
    expect(await embed(change)).toEqual(first);
    expect(asked).toHaveLength(before + 1);
  }
});

const search: CachedSearch = {
  query: 'What?',
  baseIds: ['base'],
  readers: ['everyone', 'user:ada'],
  explain: false,
  limit: 8,
  space: 'm:2',
};

const keyOf = (change: Partial<CachedSearch>, { tenant = 'a', version = 1 } = {}) => {
  const baseVersions = (ids: readonly string[]) =>
    Promise.resolve(ids.map((id) => (id === 'untouched' ? 0 : version)));
  const stores = { tenant, documents: { baseVersions } };
  return searchKey(stores as unknown as TenantStores, { ...search, ...change });
};

test.for<readonly [string, Partial<CachedSearch>]>([
  ['question', { query: 'Who?' }],
  ['base', { baseIds: ['other'] }],
  ['reader', { readers: ['everyone', 'user:ben'] }],
  ['vectors', { space: 'n:2' }],
  ['vectors: none', { space: null }],
  ['filter', { filter: { category: ['a'] } }],
  ['document', { documentIds: ['one'] }],
  ['boost', { boosts: { authority: 1, freshness: 0, halfLifeDays: 1 } }],
  ['explanation', { explain: true }],
  ['length', { limit: 20 }],
])('a result is remembered apart by its %s', async ([, change]) => {
  expect(await keyOf(change)).not.toEqual(await keyOf({}));
});

test('nor is it shared by tenants, or by two states of a base; the order of names says nothing', async () => {
  const key = await keyOf({});
  expect(await keyOf({}, { tenant: 'b' })).not.toEqual(key);
  expect(await keyOf({}, { version: 2 })).not.toEqual(key);
  const same = { readers: ['user:ada', 'everyone'], baseIds: ['untouched', 'base'] };
  expect(await keyOf(same)).toEqual(key);
});
