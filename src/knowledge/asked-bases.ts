import type { KnowledgeBase } from '../domain/knowledge-base.ts';
import type { Principal } from '../domain/principal.ts';
import { Problem } from '../domain/problem.ts';
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

/** Refuses a choice that names what is not there, or not for the principal to read. */
export const demandBases = async (
  stores: TenantStores,
  principal: Principal,
  baseIds: readonly string[] = [],
): Promise<void> => {
  if (baseIds.length === 0) return;
  const readable = new Set((await readableBases(stores, principal)).map(({ id }) => id));
  if (baseIds.every((id) => readable.has(id))) return;
  throw new Problem('not-found', 'There is no such knowledge base.', { field: 'baseIds' });
};
