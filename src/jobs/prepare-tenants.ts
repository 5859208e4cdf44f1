import { DEFAULT_TENANT, type TenantId } from '../domain/tenant.ts';
import { dropOldTexts } from '../knowledge/old-texts.ts';
import type { Logger } from '../ports/telemetry.ts';
import type { TenantDoor } from '../ports/tenant-stores.ts';
import type { Turns } from '../turn/turns.ts';
import type { IndexWork } from './complete-index.ts';
import { repairIndex } from './repair-index.ts';

type PrepareNeeds = {
  tenants: TenantDoor;
  tenantIds: () => Promise<TenantId[]>;
  turns: Pick<Turns, 'recover'>;
  indexing: Pick<IndexWork, 'begin'>;
  /** Nobody asks before the index of `default` holds all documents. */
  whole: boolean;
  logger: Logger;
  signal: AbortSignal;
};

/**
 * Ends what a dead server left running, takes leftovers out of indexes and drops texts that nobody cites: of the tenant
 * `default` at once, of all others one after another while the server answers already. No job of a tenant may run
 * before, lest what it publishes is taken for a leftover: `isPrepared`.
 */
export const prepareTenants = async (needs: PrepareNeeds) => {
  const { tenants, tenantIds, turns, indexing, logger, signal } = needs;
  const prepare = async (tenant: TenantId, whole = false): Promise<void> => {
    await turns.recover(tenant);
    const stores = await tenants.open(tenant);
    if (whole) await repairIndex(stores, { logger, signal });
    await indexing.begin(stores);
    await dropOldTexts(stores);
  };
  const waiting = new Set((await tenantIds()).filter((tenant) => tenant !== DEFAULT_TENANT));
  await prepare(DEFAULT_TENANT, needs.whole);

  return {
    isPrepared: (tenant: TenantId): boolean => !waiting.has(tenant),
    /** One that fails is told to the log, as it will be to whoever asks it, and holds up no other. */
    async prepareOthers(onPrepared: (tenant: TenantId) => Promise<void>): Promise<void> {
      for (const tenant of waiting) {
        try {
          signal.throwIfAborted();
          await prepare(tenant);
          waiting.delete(tenant);
          await onPrepared(tenant);
        } catch (error) {
          if (signal.aborted) return;
          waiting.delete(tenant);
          logger.error('tenant not prepared', { tenant, error });
        }
      }
    },
  };
};
