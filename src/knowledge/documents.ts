import type { Document } from '../domain/document.ts';
import { placeOf, type PlacedPassage } from '../domain/passage.ts';
import { type Principal, mayRead, readersOf } from '../domain/principal.ts';
import type { PageOf } from '../ports/conversation-store.ts';
import type { DocumentQuery } from '../ports/document-register.ts';
import type { TenantDoor, TenantStores } from '../ports/tenant-stores.ts';
import { type FollowedDocument, withProgress } from './following.ts';
import { type IntakeLimits, type Upload, baseForUpload, takeIn } from './intake.ts';
import type { Incoming } from './original-bytes.ts';
import type { Passwords } from './passwords.ts';
import type { Progress } from './reading-progress.ts';
import { type Removal, removeDocument } from './removal.ts';
import {
  conversationBaseId,
  demand,
  demandWriting,
  readableBase,
  readableBases,
  readableDocument,
} from './rights.ts';
import type { SourceBoard } from './sources.ts';

export type DocumentListing = {
  baseId?: string;
  /** Attachments of this conversation instead. */
  conversationId?: string;
} & Omit<DocumentQuery, 'baseIds' | 'readers'>;

/** `total`: how many are found; null on later pages, and when nothing is looked for. */
export type DocumentPage = PageOf<FollowedDocument> & { total: number | null };

export type DocumentServices = {
  tenants: TenantDoor;
  limits: IntakeLimits;
  removal: Removal;
  board: SourceBoard;
  passwords: Passwords;
  /** Called when there is a document to be read, so that nobody has to wait for the next look. */
  onQueued: (tenant: string) => void;
  /** What is done about this document stops. */
  onCalledOff: (tenant: string, documentId: string) => void;
  progress: Progress;
};

const basesOf = async (
  stores: TenantStores,
  principal: Principal,
  listing: DocumentListing,
): Promise<string[]> => {
  if (listing.conversationId !== undefined) {
    const base = await stores.documents.base(conversationBaseId(listing.conversationId));
    return base && mayRead(base.readers, principal) ? [base.id] : [];
  }
  if (listing.baseId !== undefined)
    return [(await readableBase(stores, principal, listing.baseId)).id];
  return (await readableBases(stores, principal)).map((base) => base.id);
};

const listDocuments = async (
  { tenants, progress }: DocumentServices,
  principal: Principal,
  listing: DocumentListing,
): Promise<DocumentPage> => {
  demand(principal, listing.conversationId === undefined ? 'knowledge:read' : 'conversation:read');
  const stores = await tenants.open(principal.tenant);
  const { baseId: _base, conversationId: _conversation, ...wish } = listing;
  const baseIds = await basesOf(stores, principal, listing);
  const query = { ...wish, baseIds, readers: readersOf(principal) };
  const page = await stores.documents.documents(query);
  const sought = wish.words !== undefined || wish.filter !== undefined;
  const total =
    sought && wish.cursor === undefined ? await stores.documents.countFound(query) : null;
  return { ...page, total, items: await withProgress(stores, progress, page.items) };
};

export const documentFunctions = (services: DocumentServices) => {
  const { tenants, limits, removal, board, passwords, onQueued, onCalledOff, progress } = services;
  return {
    list: (principal: Principal, listing: DocumentListing): Promise<DocumentPage> =>
      listDocuments(services, principal, listing),

    get: async (principal: Principal, id: string): Promise<FollowedDocument> => {
      demand(principal, 'knowledge:read');
      const stores = await tenants.open(principal.tenant);
      const document = await readableDocument(stores, principal, id);
      const [followed] = await withProgress(stores, progress, [document]);
      return followed ?? { ...document, progress: null };
    },

    /** Passages of the version that is searched. */
    passages: async (principal: Principal, id: string): Promise<PlacedPassage[]> => {
      demand(principal, 'knowledge:read');
      const stores = await tenants.open(principal.tenant);
      const { mediaType } = await readableDocument(stores, principal, id);
      const passages = await stores.documents.passages(id);
      return passages.map((passage) => ({ ...passage, place: placeOf(passage, mediaType) }));
    },

    addUpload: async (
      principal: Principal,
      upload: Upload,
      incoming: Incoming,
    ): Promise<Document> => {
      const stores = await tenants.open(principal.tenant);
      const base = await baseForUpload(
        { stores, oneAtATime: removal.oneAtATime },
        principal,
        upload,
      );
      const document = await takeIn(stores, incoming, {
        document: {
          name: upload.name,
          source: { kind: 'upload' },
          uploader: principal.id,
          base,
          ...(upload.metadata && { metadata: upload.metadata }),
        },
        limits,
        removal,
      });
      onQueued(principal.tenant);
      return document;
    },

    delete: async (principal: Principal, id: string): Promise<void> => {
      const stores = await tenants.open(principal.tenant);
      const document = await readableDocument(stores, principal, id);
      await demandWriting(stores, principal, document);
      board.refuseDeleting(principal.tenant, document);
      await removeDocument(stores, document, removal);
      onCalledOff(principal.tenant, id);
    },

    /** Reads it again. A password is used for this one reading and kept nowhere. */
    reindex: async (principal: Principal, id: string, password?: string): Promise<Document> => {
      const stores = await tenants.open(principal.tenant);
      const document = await readableDocument(stores, principal, id);
      await demandWriting(stores, principal, document);
      if (password !== undefined) passwords.keep(principal.tenant, id, password);
      await stores.documents.requeue(id);
      onQueued(principal.tenant);
      return { ...document, state: 'queued', reason: null };
    },
  };
};
