import type { Logger } from '../ports/telemetry.ts';
import type { TenantStores } from '../ports/tenant-stores.ts';

/** At start: brings the index in line with the register, after a crash between the two or with a new index file. */
export const repairIndex = async (
  { documents, index, tenant }: TenantStores,
  { logger, signal }: { logger: Logger; signal: AbortSignal },
): Promise<{ published: number; removed: number }> => {
  if (index.kind !== 'managed') return { published: 0, removed: 0 };
  const current = await documents.currentVersions();
  const indexed = await index.contents();
  const known = new Set(current.map(({ documentId }) => documentId));
  const ghosts = [...indexed.keys()].filter((documentId) => !known.has(documentId));
  if (ghosts.length > 0) await index.remove(ghosts);
  const missing = current.filter(
    ({ documentId, versionNumber }) => indexed.get(documentId) !== versionNumber,
  );
  let published = 0;
  for (const { documentId, versionNumber } of missing) {
    signal.throwIfAborted();
    const document = await documents.document(documentId);
    if (!document) continue; // deleted meanwhile
    if (document.state === 'indexing') continue; // its job does it, also when the disk is full now
    const { metadata, updatedAt } = document;
    await index.publish(
      { documentId, versionNumber, metadata, changedAt: updatedAt },
      await documents.passages(documentId),
    );
    published += 1;
  }
  const repaired = { published, removed: ghosts.length };
  if (repaired.published + repaired.removed > 0)
    logger.info('index repaired', { tenant, ...repaired });
  return repaired;
};
