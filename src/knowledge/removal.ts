import type { Document, DocumentState } from '../domain/document.ts';
import type { TenantStores } from '../ports/tenant-stores.ts';
import { dropOldTexts } from './old-texts.ts';
import type { OneAtATime } from './one-at-a-time.ts';
import { dropUnusedBytes } from './original-bytes.ts';

/** What uploads and removals of the same tenant share, so that bytes are not deleted while they are taken in. */
export type Removal = {
  oneAtATime: OneAtATime;
  /** Texts that are cited go too: so does all that cites them. */
  withCited?: true;
};

const PAGE = 200;

/**
 * Takes a document out of everything, and what came with it. The register goes first, as the truth: what is then left in the index after a
 * crash is found and removed at the next start. Texts that a stored citation points at stay.
 */
export const removeDocument = async (
  stores: TenantStores,
  { id, hash }: Document,
  removal: Removal,
): Promise<boolean> => {
  const { documents, index } = stores;
  for (const attached of await documents.attachmentsOf(id))
    await removeDocument(stores, attached, removal);
  const removed = await documents.delete(id);
  if (index.kind === 'managed') await index.remove([id]);
  if (removal.withCited)
    await documents.dropVersions(await documents.oldVersions({ documentId: id }));
  else await dropOldTexts(stores, id);
  await dropUnusedBytes(stores, hash, removal);
  return removed;
};

/** Every document of these bases, or those in one state. Deleting and changing while walking is safe. */
export async function* allDocuments(
  stores: Pick<TenantStores, 'documents'>,
  baseIds: readonly string[],
  state?: DocumentState,
): AsyncGenerator<Document> {
  let cursor: string | null = null;
  do {
    const page: { items: Document[]; cursor: string | null } = await stores.documents.documents({
      baseIds,
      limit: PAGE,
      ...(state && { state }),
      ...(cursor !== null && { cursor }),
    });
    yield* page.items;
    ({ cursor } = page);
  } while (cursor !== null);
}
