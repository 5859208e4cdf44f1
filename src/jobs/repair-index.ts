import type { Logger } from '../ports/telemetry.ts';
import type { TenantStores } from '../ports/tenant-stores.ts';
import { publishDocument } from './publish-document.ts';

/** What of the index the register does not know any more, and which of its `total` documents are missing there. */
export const compareIndex = async ({
  documents,
  index,
}: TenantStores): Promise<{ ghosts: string[]; missing: string[]; total: number }> => {
  if (index.kind !== 'managed') return { ghosts: [], missing: [], total: 0 };
  const current = await documents.currentVersions();
  const indexed = await index.contents();
  const known = new Set(current.map(({ documentId }) => documentId));
  return {
    ghosts: [...indexed.keys()].filter((documentId) => !known.has(documentId)),
    missing: current
      .filter(({ documentId, versionNumber }) => indexed.get(documentId) !== versionNumber)
      .map(({ documentId }) => documentId),
    total: current.length,
  };
};

/** False: it is deleted, or left to its job, which publishes it also when the disk is full now. */
export const publishMissing = async (
  stores: TenantStores,
  documentId: string,
): Promise<boolean> => {
  const document = await stores.documents.document(documentId);
  if (!document || document.state === 'indexing') return false;
  return (await publishDocument(stores, documentId)) !== null;
};

/** Before anything else is published: what came meanwhile would be taken for a leftover. */
export const removeGhosts = async (
  { index }: TenantStores,
  ghosts: readonly string[],
): Promise<void> => {
  if (index.kind === 'managed' && ghosts.length > 0) await index.remove(ghosts);
};

/** Brings the index in line with the register at once, after a crash between the two or with a new index file. */
export const repairIndex = async (
  stores: TenantStores,
  { logger, signal }: { logger: Logger; signal: AbortSignal },
): Promise<{ published: number; removed: number }> => {
  const { ghosts, missing } = await compareIndex(stores);
  await removeGhosts(stores, ghosts);
  let published = 0;
  for (const documentId of missing) {
    signal.throwIfAborted();
    if (await publishMissing(stores, documentId)) published += 1;
  }
  const repaired = { published, removed: ghosts.length };
  if (published + ghosts.length > 0)
    logger.info('index repaired', { tenant: stores.tenant, ...repaired });
  return repaired;
};
