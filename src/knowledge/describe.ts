import type { DocumentMetadata } from '../domain/document.ts';
import type { Reader } from '../domain/principal.ts';
import type { TenantStores } from '../ports/tenant-stores.ts';

export type Description = { metadata?: DocumentMetadata; readers?: Reader[] };

/**
 * Changes what is known of a document beside its text: from then on searches and readers go by it. The register goes
 * first, as the truth, with a job that does the rest should this process die in between. False: there is no such
 * document.
 */
export const describeDocument = async (
  stores: TenantStores,
  id: string,
  change: Description,
): Promise<boolean> => {
  if (!(await stores.documents.describe(id, change))) return false;
  await spreadDescription(stores, id);
  return true;
};

/**
 * Brings what the register knows of a document, and of what came with it, to the index: again when that changed
 * meanwhile, so that of two who do it at once neither leaves what was before.
 */
export const spreadDescription = async (stores: TenantStores, id: string): Promise<void> => {
  const { documents, index } = stores;
  if (index.kind !== 'managed') return;
  let written = '';
  for (;;) {
    const document = await documents.document(id);
    if (!document) return;
    const { metadata, readers, versionId } = document;
    const known = JSON.stringify([metadata, readers]);
    if (versionId === null || known === written) break;
    await index.describe(id, { metadata, readers });
    written = known;
  }
  for (const attached of await documents.attachmentsOf(id))
    await spreadDescription(stores, attached.id);
};
