import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  openEmbeddedStores,
  type EmbeddedOptions,
  type EmbeddedStores,
} from '../../src/adapters/sqlite/open-stores.ts';
import type { KnowledgeIndex } from '../../src/ports/knowledge-index.ts';
import type { Logger } from '../../src/ports/telemetry.ts';
import type { TenantStores } from '../../src/ports/tenant-stores.ts';
import type { OpenTwoTenants } from './two-tenants.ts';

const quiet: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => quiet,
};

const emptyIndex: KnowledgeIndex = {
  kind: 'read-only',
  search: () =>
    Promise.resolve({
      passages: [],
      evidence: null,
      passagesInScope: 0,
      terms: [],
      language: 'en',
    }),
};

export const openFolder = (
  folder: string,
  options: Partial<EmbeddedOptions> = {},
): Promise<EmbeddedStores> =>
  openEmbeddedStores({
    folder,
    logger: quiet,
    openIndex: () => Promise.resolve(emptyIndex),
    ...options,
  });

export const temporaryFolder = async (): Promise<{ path: string; remove(): Promise<void> }> => {
  const path = await mkdtemp(join(tmpdir(), 'docent-stores-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
};

/** Embedded stores with two tenants in a folder of their own, of which a suite tests one port. */
export const twoEmbeddedTenants =
  <Store>(pick: (stores: TenantStores) => Store): OpenTwoTenants<Store> =>
  async () => {
    const folder = await temporaryFolder();
    const stores = await openFolder(folder.path);
    await stores.accounts.addTenant({ id: 'other', name: 'Other' });
    return {
      here: pick(await stores.tenants.open('default')),
      there: pick(await stores.tenants.open('other')),
      async close() {
        await stores.close();
        await folder.remove();
      },
    };
  };
