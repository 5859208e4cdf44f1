import type { TenantStores } from '../ports/tenant-stores.ts';

const AT_ONCE = 500;

/**
 * Law 4: old text lives while a stored citation points at it. What nothing cites goes; of one document, or of all.
 * A turn that runs may yet cite what was searched when it began. So this asks for turns before it asks for citations,
 * and while there are any it spares the newest old version of a document, or everything.
 */
export const dropOldTexts = async (
  { conversations, documents }: TenantStores,
  documentId?: string,
): Promise<void> => {
  const old = await documents.oldVersions(documentId);
  if (old.length === 0) return;
  const turnsRun = (await conversations.runningTurns()).length > 0;
  if (turnsRun && documentId === undefined) return;
  const droppable = turnsRun ? old.slice(0, -1) : old;
  for (let start = 0; start < droppable.length; start += AT_ONCE) {
    const some = droppable.slice(start, start + AT_ONCE);
    const cited = await conversations.citedVersions(some);
    await documents.dropVersions(some.filter((versionId) => !cited.has(versionId)));
  }
};
