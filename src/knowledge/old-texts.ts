import type { TenantStores } from '../ports/tenant-stores.ts';

const AT_ONCE = 500;
/** A version that the register calls old may be found until the index has the next one. */
const FOUND_STILL_MS = 5 * 60_000;

/**
 * Law 4: old text lives while a stored citation points at it. What nothing cites goes; of one document, or of all.
 * A turn that runs may yet cite what was searched when it began, however often that was replaced since: so this asks
 * for turns before it asks for citations, and spares what was still found when the oldest of them began.
 */
export const dropOldTexts = async (
  { conversations, documents }: TenantStores,
  documentId?: string,
): Promise<void> => {
  const begun = (await conversations.runningTurns()).map(({ createdAt }) => createdAt);
  const old = await documents.oldVersions({
    ...(documentId !== undefined && { documentId }),
    ...(begun.length > 0 && { before: Math.min(...begun) - FOUND_STILL_MS }),
  });
  for (let start = 0; start < old.length; start += AT_ONCE) {
    const some = old.slice(start, start + AT_ONCE);
    const cited = await conversations.citedVersions(some);
    await documents.dropVersions(some.filter((versionId) => !cited.has(versionId)));
  }
};
