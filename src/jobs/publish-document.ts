import type { Document } from '../domain/document.ts';
import { spreadDescription } from '../knowledge/describe.ts';
import type { TenantStores } from '../ports/tenant-stores.ts';

/** Brings the version that is current into the index, with everything the register has it from. Null: it is deleted, or has no version. */
export const publishDocument = async (
  stores: TenantStores,
  documentId: string,
): Promise<Document | null> => {
  const { documents, index } = stores;
  const [current] = await documents.currentVersions(documentId);
  const document = await documents.document(documentId);
  if (!document || !current) return null;
  if (index.kind === 'managed') {
    const { metadata, updatedAt: changedAt } = document;
    const { versionNumber } = current;
    const passages = await documents.passages(documentId);
    await index.publish({ documentId, versionNumber, metadata, changedAt }, passages);
  }
  await catchUp(stores, document);
  return document;
};

/** Deleted meanwhile: nothing of it stays in the index. Nor do readers that it had when publishing began. */
const catchUp = async (stores: TenantStores, published: Document): Promise<void> => {
  const { documents, index } = stores;
  const { id, metadata, readers } = published;
  const now = await documents.document(id);
  if (!now && index.kind === 'managed') await index.remove([id]);
  if (now && JSON.stringify([now.metadata, now.readers]) !== JSON.stringify([metadata, readers]))
    await spreadDescription(stores, id);
};
