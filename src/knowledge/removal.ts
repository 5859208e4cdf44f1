import type { Document } from '../domain/document.ts';
import type { TenantStores } from '../ports/tenant-stores.ts';
import type { OneAtATime } from './one-at-a-time.ts';

/** What uploads and removals of the same tenant share, so that bytes are not deleted while they are taken in. */
export type Removal = { oneAtATime: OneAtATime };

const PAGE = 200;

/**
 * Takes a document out of everything. The register goes first, as the truth: what is then left in the index after a
 * crash is found and removed at the next start. Texts that a stored citation points at stay.
 */
export const removeDocument = async (
  stores: TenantStores,
  document: Document,
  removal: Removal,
): Promise<boolean> => {
  const versions = document.versionId === null ? [] : [document.versionId];
  const cited = await stores.conversations.citedVersions(versions);
  const removed = await stores.documents.delete(document.id, cited);
  if (stores.index.kind === 'managed') await stores.index.remove([document.id]);
  await dropUnusedBytes(stores, document.hash, removal);
  return removed;
};

/** Equal bytes are kept once, for all documents that have them. */
export const dropUnusedBytes = (
  stores: TenantStores,
  hash: string,
  { oneAtATime }: Removal,
): Promise<void> =>
  oneAtATime(stores.tenant, async () => {
    if ((await stores.documents.countWithHash(hash)) === 0) await stores.originals.delete(hash);
  });

/** Every document of these bases. Deleting while walking is safe. */
export async function* allDocuments(
  stores: TenantStores,
  baseIds: readonly string[],
): AsyncGenerator<Document> {
  let cursor: string | null = null;
  do {
    const page: { items: Document[]; cursor: string | null } = await stores.documents.documents({
      baseIds,
      limit: PAGE,
      ...(cursor !== null && { cursor }),
    });
    yield* page.items;
    ({ cursor } = page);
  } while (cursor !== null);
}
