import type { TenantId } from '../domain/tenant.ts';

/**
 * What an index waits for that is not as it should be. `filling`: what is not in it yet is not found. `renewing`: an
 * older one answers meanwhile.
 */
export type IndexState = { state: 'filling' | 'renewing'; done: number; total: number };

/** How far the indexes are that this process makes whole. In memory only: what is told to people meanwhile. */
export const createIndexProgress = () => {
  const known = new Map<TenantId, IndexState>();
  return {
    set: (tenant: TenantId, state: IndexState): void => void known.set(tenant, state),
    of: (tenant: TenantId): IndexState | null => known.get(tenant) ?? null,
    end: (tenant: TenantId): void => void known.delete(tenant),
  };
};

export type IndexProgress = ReturnType<typeof createIndexProgress>;
