import { isSearchable } from '../domain/document.ts';
import type { Retrieval } from '../domain/passage.ts';
import { Problem } from '../domain/problem.ts';
import { mayRead, type Principal } from '../domain/principal.ts';
import type { TenantDoor } from '../ports/tenant-stores.ts';
import { baseFunctions, emptyBase } from './bases.ts';
import { documentFunctions } from './documents.ts';
import { type FolderRequest, scanFolder } from './folder.ts';
import type { IntakeLimits } from './intake.ts';
import { dropOldTexts } from './old-texts.ts';
import { createOneAtATime } from './one-at-a-time.ts';
import { createPasswords } from './passwords.ts';
import { readingFunctions } from './reading.ts';
import { dropUnusedBytes } from './original-bytes.ts';
import { removeDocument } from './removal.ts';
import { retrieve } from './retrieve.ts';
import { conversationBaseId, demand, readableBase, readableBases } from './rights.ts';
import { suggestQuestions } from './suggestions.ts';

export type KnowledgeOptions = {
  tenants: TenantDoor;
  limits?: IntakeLimits;
  /** Called when there is a document to be read, so that nobody has to wait for the next look. */
  onQueued?: (tenant: string) => void;
};

export type SearchWish = { query: string; baseId?: string; limit: number; signal: AbortSignal };

const DOCUMENTS_FOR_SUGGESTIONS = 12;
const UPLOAD_BYTES = 100_000_000;

/** Everything that people do with documents. Each function checks what its principal may do and read. */
export const createKnowledge = ({
  tenants,
  limits = { uploadBytes: UPLOAD_BYTES },
  onQueued = () => undefined,
}: KnowledgeOptions) => {
  const removal = { oneAtATime: createOneAtATime() };
  const passwords = createPasswords();
  return {
    bases: baseFunctions({ tenants, removal }),
    documents: documentFunctions({ tenants, limits, removal, passwords, onQueued }),
    ...readingFunctions({ tenants }),

    search: async (
      principal: Principal,
      { query, baseId, limit, signal }: SearchWish,
    ): Promise<Retrieval> => {
      demand(principal, 'knowledge:read');
      const stores = await tenants.open(principal.tenant);
      const baseIds =
        baseId === undefined ? [] : [(await readableBase(stores, principal, baseId)).id];
      return retrieve(stores, principal, { query, baseIds, conversationId: null, limit, signal });
    },

    /** First questions to ask, from the newest documents that the principal may read. */
    suggestions: async (principal: Principal): Promise<string[]> => {
      demand(principal, 'turn:ask');
      const stores = await tenants.open(principal.tenant);
      const baseIds = (await readableBases(stores, principal)).map((base) => base.id);
      const { items } = await stores.documents.documents({
        baseIds,
        limit: DOCUMENTS_FOR_SUGGESTIONS,
      });
      const searched = items
        .filter(({ state, readers }) => isSearchable(state) && mayRead(readers, principal))
        .toReversed();
      return suggestQuestions(
        await Promise.all(
          searched.map(async (document) => ({
            document,
            passages: await stores.documents.passages(document.id),
          })),
        ),
      );
    },

    /** Removes the attachments of a conversation that is deleted. The caller has checked whose it is. */
    forgetConversation: async (tenant: string, conversationId: string): Promise<void> => {
      const stores = await tenants.open(tenant);
      const baseId = conversationBaseId(conversationId);
      // Where uploads make the base: one that found the conversation still there has made it, others do not find it.
      await removal.oneAtATime(stores.tenant, async () => {
        while (await stores.documents.base(baseId)) {
          await emptyBase(stores, baseId, { ...removal, withCited: true });
          await stores.documents.deleteBase(baseId).catch(unlessHeld);
        }
      });
      await dropOldTexts(stores);
    },

    /** Drops bytes that only deleted questions held. */
    forgetImages: async (tenant: string, hashes: ReadonlySet<string>): Promise<void> => {
      const stores = await tenants.open(tenant);
      for (const hash of hashes) await dropUnusedBytes(stores, hash, removal);
    },

    /** Brings a base in line with a folder of the operator's, once. */
    scanFolder: async (tenant: string, request: FolderRequest) => {
      const stores = await tenants.open(tenant);
      const result = await scanFolder({ stores, limits, removal }, request);
      if (result.added + result.changed > 0) onQueued(tenant);
      return result;
    },

    /** Takes away what came from a folder of the operator's that is to be served no longer. */
    forgetFolder: async (tenant: string, folder: string): Promise<void> => {
      const stores = await tenants.open(tenant);
      for (const document of await stores.documents.fromFolder(folder)) {
        await removeDocument(stores, document, removal);
      }
    },

    /** For the ingestion job: once, then it is gone. */
    takePassword: passwords.take,
  };
};

/** A file that was on its way arrived after the base was emptied: no others can follow, so it is emptied again. */
const unlessHeld = (thrown: unknown): boolean => {
  if (thrown instanceof Problem && thrown.code === 'conflict') return false;
  throw thrown;
};

export type Knowledge = ReturnType<typeof createKnowledge>;
