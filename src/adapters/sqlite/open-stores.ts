import type { TenantId } from '../../domain/tenant.ts';
import { below } from '../../lib/files.ts';
import { lastingWorker } from '../../lib/lasting-worker.ts';
import { startWorker } from '../../lib/worker-call.ts';
import type { AccountStore } from '../../ports/account-store.ts';
import type { DocumentStore } from '../../ports/document-store.ts';
import type { KnowledgeIndex } from '../../ports/knowledge-index.ts';
import type { Logger } from '../../ports/telemetry.ts';
import type { TenantDoor, TenantStores } from '../../ports/tenant-stores.ts';
import { documentFiles, openDocumentFiles } from '../embedded/document-files.ts';
import { backupDatabases } from './backup.ts';
import { tenantFolder } from './data-folder.ts';
import type { IndexOpening } from './index/index-opening.ts';
import { keepOpen } from './index/keep-open.ts';
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
  openIndex: (tenant: TenantId, folder: string, opening: IndexOpening) => Promise<KnowledgeIndex>;
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
 * and left as it is. Should the thread of the databases die, the calls that were open fail, and may be tried again.
 */
export const openEmbeddedStores = async (options: EmbeddedOptions): Promise<EmbeddedStores> => {
  const { folder, logger, openIndex, openTenants = OPEN_TENANTS } = options;
  const thread = lastingWorker((again) =>
    startWorker<StoreMethods>(
      new URL('./store-worker.ts', import.meta.url),
      { folder, openTenants, again },
      (error) => logger.error('the thread of the databases has ended', { error }),
    ),
  );

  const end = async () => {
    await thread.calls().call('close', []);
    await thread.close();
  };
  let ended: Promise<void> | null = null;
  const close = () => (ended ??= end());
  const accounts = remoteAccounts((method, args) =>
    thread.calls().call('accounts', [method, args]),
  );

  const seen = new Set<TenantId>();
  const originalsOf = async (tenant: TenantId): Promise<DocumentStore> => {
    const originals = below(tenantFolder(folder, tenant), ['originals']);
    // Opened again, somebody may be writing to them.
    const store = seen.has(tenant) ? documentFiles(originals) : await openDocumentFiles(originals);
    seen.add(tenant);
    return store;
  };
  const opening: IndexOpening = {
    prepare: (file) => thread.calls().call('prepareIndex', [file]),
    contents: (file) => thread.calls().call('indexContents', [file]),
  };
  const openTenant = async (tenant: TenantId): Promise<TenantStores> => {
    const { checked, migrated } = await thread.calls().call('openTenant', [tenant]);
    if (checked) logger.info('database checked, it was not closed the last time', { tenant });
    if (migrated > 0) logger.info('database brought up to date', { tenant, migrated });
    const calls = (store: keyof RelationalStores) => (method: string, args: unknown[]) =>
      thread.calls().call('tenant', [{ tenant, store }, method, args]);
    return {
      tenant,
      conversations: remoteConversations(calls('conversations')),
      documents: remoteDocuments(calls('documents')),
      jobs: remoteJobs(calls('jobs')),
      evaluations: remoteEvaluations(calls('evaluations')),
      analytics: remoteAnalytics(calls('analytics')),
      mirrors: remoteMirrors(calls('mirrors')),
      originals: await originalsOf(tenant),
      index: await openIndex(tenant, tenantFolder(folder, tenant), opening),
    };
  };
  const opened = keepOpen(
    (tenant) => ({ stores: openTenant(tenant), close: () => undefined }),
    openTenants,
  );
  const open = async (tenant: TenantId): Promise<TenantStores> => {
    try {
      return await opened.use(tenant).stores;
    } catch (thrown) {
      opened.close(tenant); // the next one tries again
      throw thrown;
    }
  };

  try {
    const { checked } = await thread.calls().call('start', []);
    if (checked) logger.info('control.db checked, it was not closed the last time');
  } catch (thrown) {
    await thread.close();
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
