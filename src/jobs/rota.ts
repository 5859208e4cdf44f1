import type { TenantId } from '../domain/tenant.ts';
import type { Job } from '../ports/job-queue.ts';
import type { TenantDoor, TenantStores } from '../ports/tenant-stores.ts';

export type Claimed = { stores: TenantStores; job: Job };

export type RotaOptions = {
  tenants: TenantDoor;
  tenantIds: () => Promise<TenantId[]>;
  kinds: readonly string[];
  leaseMs: number;
  /** There may be work again. */
  ring: () => void;
  /** The tenant's store failed. */
  onTrouble: (tenant: TenantId, thrown: unknown) => void;
};

/** Tenants that are looked into at a sweep without having called. */
const SWEPT_AT_ONCE = 5;
const AGAIN_MS = 5000;
const ENDLESS = Number.MAX_SAFE_INTEGER;

/**
 * Gives jobs of the tenants that have some, in turn, so that one with a thousand documents does not hold up the others.
 * Only tenants that called are looked into: one without work costs nothing, not even an open store. `sweep` looks
 * for work of other processes, a few tenants at a time.
 */
export const createRota = (options: RotaOptions) => {
  const { tenants, tenantIds, kinds, leaseMs, ring, onTrouble } = options;
  /** In the order of their turns; the one that got a job goes to the end. */
  const calling = new Set<TenantId>();
  const timers = new Map<TenantId, NodeJS.Timeout>();
  let swept: TenantId = '';

  const call = (tenant: TenantId): void => {
    calling.add(tenant);
    ring();
  };
  /** What failed or runs elsewhere comes due later: the tenant calls again then. */
  const callAt = (tenant: TenantId, due: number | null): void => {
    clearTimeout(timers.get(tenant));
    timers.delete(tenant);
    if (due === null) return;
    const timer = setTimeout(() => call(tenant), Math.max(due - Date.now(), 0) + 1).unref();
    timers.set(tenant, timer);
  };
  const claimFor = async (tenant: TenantId): Promise<Claimed | null> => {
    const stores = await tenants.open(tenant);
    // What ended every worker that took it is given up here, where its thing is told; the queue buries nothing.
    const job = await stores.jobs.claim({ kinds, leaseMs, maxAttempts: ENDLESS });
    if (job) call(tenant);
    else callAt(tenant, await stores.jobs.nextDue());
    return job && { stores, job };
  };
  /** A tenant whose store cannot be read or written now calls again later, and holds up no other. */
  const claimOrTell = async (tenant: TenantId): Promise<Claimed | null> => {
    try {
      return await claimFor(tenant);
    } catch (thrown) {
      onTrouble(tenant, thrown);
      callAt(tenant, Date.now() + AGAIN_MS);
      return null;
    }
  };
  const next = async (): Promise<Claimed | null> => {
    for (const tenant of calling) {
      calling.delete(tenant);
      const claimed = await claimOrTell(tenant);
      if (claimed) return claimed;
    }
    return null;
  };
  return {
    call,
    next,
    callAll: async () => (await tenantIds()).forEach(call),
    sweep: async () => {
      const ids = (await tenantIds()).toSorted();
      const after = ids.findIndex((id) => id > swept);
      const some = [...ids.slice(Math.max(after, 0)), ...ids].slice(
        0,
        Math.min(SWEPT_AT_ONCE, ids.length),
      );
      swept = some.at(-1) ?? '';
      some.forEach(call);
    },
    end: () => {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
};
