import { isSearchable } from '../domain/document.ts';
import type { Retrieval } from '../domain/passage.ts';
import { mayRead, type Principal } from '../domain/principal.ts';
import type { TenantDoor } from '../ports/tenant-stores.ts';
import { baseFunctions } from './bases.ts';
import { documentFunctions } from './documents.ts';
import { type FolderRequest, scanFolder } from './folder.ts';
import { forgettingFunctions } from './forgetting.ts';
import type { IntakeLimits } from './intake.ts';
import { createOneAtATime } from './one-at-a-time.ts';
import { createPasswords } from './passwords.ts';
import { readingFunctions } from './reading.ts';
import { retrieve } from './retrieve.ts';
import { demand, readableBase, readableBases } from './rights.ts';
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
    ...forgettingFunctions({ tenants, removal }),

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

    /** Brings a base in line with a folder of the operator's, once. */
    scanFolder: async (tenant: string, request: FolderRequest) => {
      const stores = await tenants.open(tenant);
      const result = await scanFolder({ stores, limits, removal }, request);
      if (result.added + result.changed > 0) onQueued(tenant);
      return result;
    },

    /** For the ingestion job: once, then it is gone. */
    takePassword: passwords.take,
  };
};

export type Knowledge = ReturnType<typeof createKnowledge>;
