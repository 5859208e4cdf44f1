import type { Retrieval } from '../domain/passage.ts';
import { type Principal, readersOf } from '../domain/principal.ts';
import type { TenantStores } from '../ports/tenant-stores.ts';
import { conversationBaseId, readableBases } from './rights.ts';

export type RetrieveRequest = {
  query: string;
  /** Bases to ask; empty asks all that the principal may read. Those it may not read are left out. */
  baseIds: readonly string[];
  /** Its attachments are asked too. */
  conversationId: string | null;
  documentIds?: readonly string[];
  limit: number;
  signal: AbortSignal;
};

/**
 * Passages for a question, best first, only such as the principal may read: the bases are checked here, the
 * passages inside the index's own query.
 */
export const retrieve = async (
  stores: TenantStores,
  principal: Principal,
  { query, baseIds, conversationId, documentIds, limit, signal }: RetrieveRequest,
): Promise<Retrieval> => {
  const readable = (await readableBases(stores, principal)).map((base) => base.id);
  const asked = baseIds.length === 0 ? readable : readable.filter((id) => baseIds.includes(id));
  const own = conversationId === null ? [] : [conversationBaseId(conversationId)];
  return stores.index.search({
    query,
    baseIds: [...asked, ...own],
    readers: readersOf(principal),
    ...(documentIds && { documentIds }),
    limit,
    signal,
  });
};
