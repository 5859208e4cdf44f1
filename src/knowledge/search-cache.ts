import type { Retrieval } from '../domain/passage.ts';
import type { Principal } from '../domain/principal.ts';
import { sha256 } from '../lib/ids.ts';
import type { Cache, CacheKey } from '../ports/cache.ts';
import type { SearchRequest } from '../ports/knowledge-index.ts';
import type { TenantStores } from '../ports/tenant-stores.ts';
import { cacheTimes } from './cache-times.ts';
import { mayReadVersion } from './rights.ts';

export type CachedSearch = Omit<SearchRequest, 'signal' | 'vector' | 'space'> & {
  /** The space of the question's vector, which question and space make. */
  space: string | null;
};

/**
 * Everything a result depends on; a change of a base changes its version, and with it the key. A base that never held
 * anything, as that of most conversations, changes no result.
 */
export const searchKey = async (
  { tenant, documents }: TenantStores,
  request: CachedSearch,
): Promise<CacheKey> => {
  const versions = await documents.baseVersions(request.baseIds);
  const baseIds = request.baseIds
    .flatMap((id, place) => (versions[place] === 0 ? [] : [`${id} ${versions[place]}`]))
    .toSorted();
  const readers = request.readers.toSorted();
  const key = sha256(JSON.stringify({ ...request, baseIds, readers }));
  return { tenant, kind: 'ai:search', key };
};

/**
 * What was found a moment ago, if all of it may still be read and stands as it did. The key says as much; rights
 * are asked of the register all the same.
 */
export const rememberedSearch = async (
  { cache, key }: { cache: Cache; key: CacheKey },
  { documents }: TenantStores,
  principal: Principal,
): Promise<Retrieval | null> => {
  const bytes = await cache.get(key);
  if (!bytes) return null;
  const retrieval: Retrieval = JSON.parse(new TextDecoder().decode(bytes));
  const passages = [...retrieval.passages, ...(retrieval.leftOut ?? [])];
  const owners = await documents.versionOwners([
    ...new Set(passages.map(({ versionId }) => versionId)),
  ]);
  const stands = passages.every(({ versionId }) => {
    const owner = owners.get(versionId);
    return owner?.current === true && mayReadVersion(owner, principal);
  });
  return stands ? retrieval : null;
};

export const rememberSearch = (
  { cache, key }: { cache: Cache; key: CacheKey },
  retrieval: Retrieval,
): Promise<void> =>
  cache.set(key, new TextEncoder().encode(JSON.stringify(retrieval)), cacheTimes.search);
