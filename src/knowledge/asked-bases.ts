import type { KnowledgeBase } from '../domain/knowledge-base.ts';
import type { Principal } from '../domain/principal.ts';
import type { TenantStores } from '../ports/tenant-stores.ts';
import { readableBases } from './rights.ts';

/** The shared bases that a question goes to: those named, or all; each only if the principal may read it now. */
export const askedBases = async (
  stores: TenantStores,
  principal: Principal,
  baseIds: readonly string[],
): Promise<KnowledgeBase[]> => {
  const readable = await readableBases(stores, principal);
  return baseIds.length === 0 ? readable : readable.filter(({ id }) => baseIds.includes(id));
};
