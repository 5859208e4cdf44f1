import type { Retrieval } from '../domain/passage.ts';
import { type Principal, readersOf } from '../domain/principal.ts';
import type { TracedCall } from '../domain/retrieval-trace.ts';
import type { Cache } from '../ports/cache.ts';
import type { Boosts, MetadataFilter } from '../ports/knowledge-index.ts';
import type { TenantStores } from '../ports/tenant-stores.ts';
import { questionVector, type VectorServices } from './question-vector.ts';
import { conversationBaseId, readableBases, withoutUnreadable } from './rights.ts';
import { rememberedSearch, rememberSearch, searchKey } from './search-cache.ts';

export type RetrieveRequest = {
  query: string;
  /** Bases to ask; empty asks all that the principal may read. Those it may not read are left out. */
  baseIds: readonly string[];
  /** Its attachments are asked too. */
  conversationId: string | null;
  documentIds?: readonly string[];
  filter?: MetadataFilter;
  /** Also says why, and what nearly came up. */
  explain?: boolean;
  limit: number;
  signal: AbortSignal;
};

/** What was found, and by what means. */
export type Found = Omit<Retrieval, 'space'> & {
  /** The space whose vectors took part; null: words only. */
  space: string | null;
  filter: MetadataFilter;
  calls: TracedCall[];
  remembered: boolean;
};

export type RetrieveServices = {
  /** Null: words only. */
  vectors: VectorServices | null;
  cache: Cache | null;
  boosts: Boosts | null;
};

export type Retrieve = (
  stores: TenantStores,
  principal: Principal,
  request: RetrieveRequest,
) => Promise<Found>;

/**
 * Passages for a question, best first, only such as the principal may read: the bases are checked here, the
 * passages inside the index's own query, and what comes of it once more against the register.
 */
export const createRetrieve =
  (services: RetrieveServices): Retrieve =>
  async (stores, principal, request) => {
    const { query, documentIds, filter = {}, explain = false, limit, signal } = request;
    const { found, calls } = services.vectors
      ? await questionVector(services.vectors, stores, { query, signal })
      : { found: null, calls: [] };
    const search = {
      query,
      baseIds: await basesOf(stores, principal, request),
      readers: readersOf(principal),
      ...(documentIds && { documentIds }),
      ...(Object.keys(filter).length > 0 && { filter }),
      ...(services.boosts && { boosts: services.boosts }),
      explain,
      limit,
    };
    const asked = found?.space ?? null;
    const by = { filter, calls };
    const { cache } = services;
    const place = cache && { cache, key: await searchKey(stores, { ...search, space: asked }) };
    const known = place && (await rememberedSearch(place, stores, principal));
    if (known) return { ...known, ...by, space: known.space ?? null, remembered: true };
    const indexed = await stores.index.search({ ...search, ...found, signal });
    const retrieval = await withoutUnreadable(stores, principal, indexed);
    if (place) await rememberSearch(place, retrieval);
    return { ...retrieval, ...by, space: retrieval.space ?? null, remembered: false };
  };

/** Without a model, a cache or a setting. */
export const plainRetrieve: Retrieve = createRetrieve({ vectors: null, cache: null, boosts: null });

const basesOf = async (
  stores: TenantStores,
  principal: Principal,
  { baseIds, conversationId }: RetrieveRequest,
): Promise<string[]> => {
  const readable = (await readableBases(stores, principal)).map((base) => base.id);
  const asked = baseIds.length === 0 ? readable : readable.filter((id) => baseIds.includes(id));
  const own = conversationId === null ? [] : [conversationBaseId(conversationId)];
  return [...asked, ...own];
};
