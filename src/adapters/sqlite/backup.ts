import type { TenantId } from '../../domain/tenant.ts';
import { below, makePrivateFolder } from '../../lib/files.ts';
import { startWorker } from '../../lib/worker-call.ts';
import { controlDatabase } from './control-schema.ts';
import type { CopyMethods } from './copy-worker.ts';
import { tenantFolder } from './data-folder.ts';
import { tenantDatabase } from './tenant-schema.ts';

type Backup = {
  folder: string;
  target: string;
  tenants: () => Promise<{ id: TenantId }[]>;
  signal: AbortSignal;
};

/**
 * Copies the databases while they are used, in a thread of its own, and checks every copy. The list of tenants is
 * read after `control.db` was copied: every tenant that the copy knows has its database there.
 */
export const backupDatabases = async ({
  folder,
  target,
  tenants,
  signal,
}: Backup): Promise<void> => {
  const worker = startWorker<CopyMethods>(new URL('./copy-worker.ts', import.meta.url), null);
  const copy = async (from: string, to: string, name: string) => {
    await makePrivateFolder(to);
    const source = below(from, [name], '.db');
    await worker.call('copyVerified', [source, below(to, [name], '.db')], { signal });
  };
  try {
    await copy(folder, target, controlDatabase.name);
    for (const { id } of await tenants())
      await copy(tenantFolder(folder, id), tenantFolder(target, id), tenantDatabase.name);
  } finally {
    await worker.close();
  }
};
