import type { TenantId } from '../../domain/tenant.ts';
import { below, makePrivateFolder } from '../../lib/files.ts';
import { startWorker } from '../../lib/worker-call.ts';
import type { AccountStore } from '../../ports/account-store.ts';
import type { KnowledgeIndex } from '../../ports/knowledge-index.ts';
import type { Logger } from '../../ports/telemetry.ts';
import type { TenantDoor, TenantStores } from '../../ports/tenant-stores.ts';
import { openDocumentFiles } from '../embedded/document-files.ts';
import { backupDatabases } from './backup.ts';
import { tenantFolder } from './data-folder.ts';
import {
  remoteAccounts,
  remoteAnalytics,
  remoteConversations,
  remoteDocuments,
  remoteEvaluations,
  remoteJobs,
  remoteMirrors,
} from './remote-store.ts';
import type { RelationalStores } from './tenant-databases.ts';
import type { StoreMethods } from './store-worker.ts';

export type EmbeddedOptions = {
  folder: string;
  logger: Logger;
  /** Opens a tenant's index; `folder` is the tenant's own. */
  openIndex: (tenant: TenantId, folder: string) => Promise<KnowledgeIndex>;
  /** How many tenants' databases stay open; the others are opened when they are asked for. */
  openTenants?: number;
};

export type EmbeddedStores = {
  accounts: AccountStore;
  tenants: TenantDoor;
  /** Copies `control.db` and every `tenant.db` to an empty folder, while they are used, and checks the copies. */
  backup(target: string, signal: AbortSignal): Promise<void>;
  /** Writes what is open and gives the folder free. Nothing here works afterwards. */
  close(): Promise<void>;
};

const OPEN_TENANTS = 100;

/**
 * All that Docent keeps, in one folder and with no other service. Takes the folder for this process: a second
 * opener gets `conflict`. A new folder gets the tenant `default`; what is damaged, newer or not ours is refused
 * and left as it is.
 */
export const openEmbeddedStores = async (options: EmbeddedOptions): Promise<EmbeddedStores> => {
  const { folder, logger, openIndex, openTenants = OPEN_TENANTS } = options;
  await makePrivateFolder(folder);
  const worker = startWorker<StoreMethods>(new URL('./store-worker.ts', import.meta.url), {
    folder,
    openTenants,
  });

  const end = async () => {
    await worker.call('close', []);
    await worker.close();
  };
  let ended: Promise<void> | null = null;
  const close = () => (ended ??= end());
  const accounts = remoteAccounts((method, args) => worker.call('accounts', [method, args]));

  const openTenant = async (tenant: TenantId): Promise<TenantStores> => {
    const { checked, migrated } = await worker.call('openTenant', [tenant]);
    if (checked) logger.info('database checked, it was not closed the last time', { tenant });
    if (migrated > 0) logger.info('database brought up to date', { tenant, migrated });
    const calls = (store: keyof RelationalStores) => (method: string, args: unknown[]) =>
      worker.call('tenant', [{ tenant, store }, method, args]);
    return {
      tenant,
      conversations: remoteConversations(calls('conversations')),
      documents: remoteDocuments(calls('documents')),
      jobs: remoteJobs(calls('jobs')),
      evaluations: remoteEvaluations(calls('evaluations')),
      analytics: remoteAnalytics(calls('analytics')),
      mirrors: remoteMirrors(calls('mirrors')),
      originals: await openDocumentFiles(below(tenantFolder(folder, tenant), ['originals'])),
      index: await openIndex(tenant, tenantFolder(folder, tenant)),
    };
  };
  const opened = new Map<TenantId, Promise<TenantStores>>();
  const open = (tenant: TenantId): Promise<TenantStores> => {
    const known = opened.get(tenant);
    if (known) return known;
    const stores = openTenant(tenant);
    opened.set(tenant, stores);
    stores.catch(() => opened.delete(tenant)); // the caller has the error; the next one tries again
    return stores;
  };

  try {
    const { checked } = await worker.call('start', []);
    if (checked) logger.info('control.db checked, it was not closed the last time');
  } catch (thrown) {
    await worker.close();
    throw thrown;
  }
  return {
    accounts,
    tenants: { open, close } satisfies TenantDoor,
    backup: (target, signal) =>
      backupDatabases({ folder, target, tenants: () => accounts.tenants(), signal }),
    close,
  };
};
