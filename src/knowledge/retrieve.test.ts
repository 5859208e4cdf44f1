import { expect, test } from 'vitest';
import { foundPassages } from '../../testing/conformance/reranker.ts';
import { quietLogger } from '../../testing/fakes/quiet-logger.ts';
import { memoryCache } from '../adapters/memory/cache.ts';
import type { Principal } from '../domain/principal.ts';
import { Problem } from '../domain/problem.ts';
import type { Embedder } from '../ports/embedder.ts';
import type { SearchRequest } from '../ports/knowledge-index.ts';
import type { TenantStores } from '../ports/tenant-stores.ts';
import { createRetrieve } from './retrieve.ts';
import { patient } from '../../testing/patient.ts';

const ada: Principal = {
  tenant: 'default',
  id: 'ada',
  kind: 'user',
  name: 'Ada',
  role: 'member',
  groups: ['finance'],
  scopes: ['ask'],
};

/** One base with one document, as the register and the index know it. */
const setUp = (embed?: Embedder['embed'], served = 'm:2') => {
  const state = {
    version: 1,
    readers: ['group:finance'],
    versionId: 'version',
    searching: Promise.resolve(),
  };
  const searches: SearchRequest[] = [];
  const stores = {
    tenant: 'default',
    documents: {
      bases: () => Promise.resolve([{ id: 'base', conversationId: null, readers: ['everyone'] }]),
      baseVersions: (ids: string[]) =>
        Promise.resolve(ids.map((id) => (id === 'base' ? state.version : 0))),
      versionOwners: (ids: string[]) =>
        Promise.resolve(
          new Map(
            ids.map((id) => [
              id,
              {
                document: { readers: state.readers },
                baseReaders: ['everyone'],
                current: id === state.versionId,
                deleted: false,
              },
            ]),
          ),
        ),
    },
    index: {
      kind: 'managed',
      vectors: { served: () => Promise.resolve({ space: served }) },
      search: async (request: SearchRequest) => {
        searches.push(request);
        await state.searching;
        const passages = foundPassages(2);
        return {
          passages,
          leftOut: passages,
          evidence: 1,
          passagesInScope: 2,
          terms: [],
          language: 'en',
          ...(request.space && { space: request.space }),
        };
      },
    },
  } as unknown as TenantStores;
  const cache = memoryCache({ maxBytes: 1_000_000 });
  const asked: string[] = [];
  const embedder: Embedder = {
    space: 'm:2',
    dimensions: 2,
    embed: (request) => {
      asked.push(...request.texts);
      return embed
        ? embed(request)
        : Promise.resolve(request.texts.map(() => ({ vector: Float32Array.of(0.6, 0.8) })));
    },
  };
  const forSpace = (space: string) => (space === 'm:2' ? embedder : null);
  const vectors = { embedders: { configured: embedder, forSpace }, cache, logger: quietLogger };
  const retrieve = createRetrieve({ vectors, cache, boosts: null });
  const ask = (change: { query?: string; principal?: Principal; conversationId?: string } = {}) =>
    retrieve(stores, change.principal ?? ada, {
      query: change.query ?? 'What?',
      baseIds: [],
      conversationId: change.conversationId ?? null,
      limit: 8,
      signal: patient(),
    });
  return { state, searches, asked, ask };
};

test('the same question is searched and embedded once, in any conversation', async () => {
  const { searches, asked, ask } = setUp();
  const first = await ask({ conversationId: 'c1' });
  const second = await ask({ conversationId: 'c2' });
  expect(first).toMatchObject({ remembered: false, space: 'm:2' });
  expect(second).toEqual({ ...first, calls: second.calls, remembered: true });
  expect(searches).toHaveLength(1);
  expect(searches[0]?.vector).toEqual(Float32Array.of(0.6, 0.8));
  expect(asked).toEqual(['What?']);
});

test.for([
  ['another question', { query: 'Who?' }],
  ['somebody with other rights', { principal: { ...ada, groups: ['finance', 'board'] } }],
  ['somebody else', { principal: { ...ada, id: 'bob' } }],
] as const)('%s is searched anew', async ([, change]) => {
  const { searches, ask } = setUp();
  await ask();
  expect((await ask(change)).remembered).toBe(false);
  expect(searches).toHaveLength(2);
});

test('a change of the base makes what is remembered old', async () => {
  const { state, ask } = setUp();
  await ask();
  state.version += 1;
  expect((await ask()).remembered).toBe(false);
});

test.for([{ readers: ['group:board'] }, { readers: [] }, { versionId: 'newer' }])(
  'what is remembered is not given when the register says %j, whatever the version',
  async (change) => {
    const { state, searches, ask } = setUp();
    await ask();
    Object.assign(state, change);
    expect((await ask()).remembered).toBe(false);
    expect(searches).toHaveLength(2);
  },
);

test.for([['group:board'], []])(
  'what an index brings up that is behind is not given when the register says %j',
  async (readers) => {
    const { state, ask } = setUp();
    state.readers = readers;
    expect(await ask()).toMatchObject({ passages: [], leftOut: [] });
  },
);

test('a search that began before a change and ends after it gives nothing, then and later', async () => {
  const { state, searches, ask } = setUp();
  const { promise, resolve } = Promise.withResolvers<void>();
  state.searching = promise;
  const begun = ask();
  while (searches.length === 0) await Promise.resolve();
  Object.assign(state, { readers: ['group:board'], version: 2 });
  resolve();
  expect((await begun).passages).toEqual([]);
  expect(await ask()).toMatchObject({ passages: [], remembered: false });
  Object.assign(state, { readers: ['group:finance'], version: 3 });
  expect((await ask()).passages).toHaveLength(2); // nor is what was missing then remembered
});

test.for([
  ['fails', 'failed', () => Promise.reject(new Problem('upstream-failed', 'It fails.'))],
  ['is late', 'late', () => Promise.reject(new Problem('upstream-timeout', 'It is late.'))],
  [
    'gives no vector',
    'odd',
    () => Promise.resolve([{ problem: new Problem('upstream-garbled', 'NaN.') }]),
  ],
] as const)(
  'when the embedder %s, words are searched, and it is said',
  async ([, outcome, embed]) => {
    const { searches, ask } = setUp(embed);
    const found = await ask();
    expect(found.space).toBeNull();
    expect(found.calls).toMatchObject([{ purpose: 'embed', model: 'm:2', outcome }]);
    expect(searches[0]).not.toHaveProperty('vector');
  },
);

test('a space that no embedder here makes is searched by words', async () => {
  const { asked, ask } = setUp(undefined, 'other:3');
  expect(await ask()).toMatchObject({ space: null, calls: [] });
  expect(asked).toEqual([]);
});
