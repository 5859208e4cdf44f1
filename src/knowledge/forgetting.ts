import { Problem } from '../domain/problem.ts';
import type { TenantDoor } from '../ports/tenant-stores.ts';
import { dropOldTexts } from './old-texts.ts';
import { dropUnusedBytes } from './original-bytes.ts';
import { allDocuments, type Removal, removeDocument } from './removal.ts';
import { conversationBaseId } from './rights.ts';

/** What goes because something else went. The callers have checked whose it is. */
export const forgettingFunctions = ({
  tenants,
  removal,
}: {
  tenants: TenantDoor;
  removal: Removal;
}) => ({
  /** Removes the attachments of a conversation that is deleted. The caller has checked whose it is. */
  forgetConversation: async (tenant: string, conversationId: string): Promise<void> => {
    const stores = await tenants.open(tenant);
    const baseId = conversationBaseId(conversationId);
    // Where uploads make the base: one that found the conversation still there has made it, others do not find it.
    await removal.oneAtATime(stores.tenant, async () => {
      while (await stores.documents.base(baseId)) {
        for await (const document of allDocuments(stores, [baseId]))
          await removeDocument(stores, document, { ...removal, withCited: true });
        await stores.documents.deleteBase(baseId).catch(unlessHeld);
      }
    });
    await dropOldTexts(stores);
  },

  /** Drops those of the bytes that no document and no question holds. */
  forgetBytes: async (tenant: string, hashes: Iterable<string>): Promise<void> => {
    const stores = await tenants.open(tenant);
    for (const hash of hashes) await dropUnusedBytes(stores, hash, removal);
  },

  /** Takes away what came from a folder of the operator's that is to be served no longer. */
  forgetFolder: async (tenant: string, folder: string): Promise<void> => {
    const stores = await tenants.open(tenant);
    for (const document of await stores.documents.fromFolder(folder)) {
      await removeDocument(stores, document, removal);
    }
  },
});

/** A file that was on its way arrived after the base was emptied: no others can follow, so it is emptied again. */
const unlessHeld = (thrown: unknown): boolean => {
  if (thrown instanceof Problem && thrown.code === 'conflict') return false;
  throw thrown;
};
