import { mayDo } from '../access/policy.ts';
import type { Document } from '../domain/document.ts';
import type { KnowledgeBase } from '../domain/knowledge-base.ts';
import { EVERYONE, mayRead, type Principal } from '../domain/principal.ts';
import { Problem } from '../domain/problem.ts';
import { newId } from '../lib/ids.ts';
import type { TenantDoor, TenantStores } from '../ports/tenant-stores.ts';
import { allDocuments, removeDocument, type Removal } from './removal.ts';
import { checkReaders, demand, readableBases, sharedBase } from './rights.ts';
import type { SourceBoard } from './sources.ts';

export type BaseWish = Pick<KnowledgeBase, 'name' | 'description'> &
  Partial<Pick<KnowledgeBase, 'prompt' | 'questions' | 'readers'>>;
/** A base as somebody sees it: what only administrators change, only they see. */
export type SeenBase = Omit<KnowledgeBase, 'prompt' | 'readers'> & {
  prompt: string | null;
  readers: KnowledgeBase['readers'] | null;
  documents: number;
};

type BaseNeeds = {
  tenants: TenantDoor;
  removal: Removal;
  board: SourceBoard;
  /** Called when there is work for the background, so that nobody has to wait for the next look. */
  onQueued: (tenant: string) => void;
};

const seenBy = (principal: Principal, base: KnowledgeBase, documents: number): SeenBase => {
  const { prompt, readers, ...seen } = base;
  const administers = mayDo(principal, 'base:write');
  return {
    ...seen,
    documents,
    prompt: administers ? prompt : null,
    readers: administers ? readers : null,
  };
};

/** Shared knowledge bases. Those of conversations are neither listed nor changed here. */
export const baseFunctions = ({ tenants, removal, board, onQueued }: BaseNeeds) => ({
  list: async (principal: Principal): Promise<SeenBase[]> => {
    demand(principal, 'knowledge:read');
    const stores = await tenants.open(principal.tenant);
    const bases = await readableBases(stores, principal);
    const counts = await readableCounts(stores, principal);
    return bases.map((base) => seenBy(principal, base, counts.get(base.id) ?? 0));
  },

  get: async (principal: Principal, id: string): Promise<SeenBase> => {
    demand(principal, 'knowledge:read');
    const stores = await tenants.open(principal.tenant);
    const base = await sharedBase(stores, principal, id);
    const counts = await readableCounts(stores, principal);
    return seenBy(principal, base, counts.get(id) ?? 0);
  },

  create: async (principal: Principal, wish: BaseWish): Promise<SeenBase> => {
    demand(principal, 'base:write');
    if (wish.readers) checkReaders(wish.readers, principal);
    const stores = await tenants.open(principal.tenant);
    const base: KnowledgeBase = {
      id: newId('base'),
      prompt: '',
      questions: [],
      readers: [EVERYONE],
      ...wish,
      conversationId: null,
      createdAt: Date.now(),
    };
    await stores.documents.addBase(base);
    return seenBy(principal, base, 0);
  },

  /** Other readers are at once those of the base and of the documents that had its own; the index follows. */
  update: async (
    principal: Principal,
    id: string,
    change: Partial<BaseWish>,
  ): Promise<SeenBase> => {
    demand(principal, 'base:write');
    const stores = await tenants.open(principal.tenant);
    const base = await sharedBase(stores, principal, id);
    if (change.readers) checkReaders(change.readers, principal);
    await stores.documents.updateBase(id, change);
    if (change.readers) onQueued(principal.tenant);
    const counts = await readableCounts(stores, principal);
    return seenBy(principal, { ...base, ...change }, counts.get(id) ?? 0);
  },

  /** With all its documents. */
  delete: async (principal: Principal, id: string): Promise<void> => {
    demand(principal, 'base:write');
    const stores = await tenants.open(principal.tenant);
    await sharedBase(stores, principal, id);
    const refuse = (document: Document): void => {
      refuseUnseen(principal, document);
      board.refuseDeleting(principal.tenant, document);
    };
    // All or nothing: a base that is half empty because a folder fills it helps nobody.
    for await (const document of allDocuments(stores, [id])) refuse(document);
    for await (const document of allDocuments(stores, [id])) {
      refuse(document);
      await removeDocument(stores, document, removal);
    }
    await stores.documents.deleteBase(id);
  },
});

/** Nobody takes from others what they cannot even see, nor learns how much it is. */
const refuseUnseen = (principal: Principal, { readers }: Document): void => {
  if (mayRead(readers, principal) || mayDo(principal, 'installation:operate')) return;
  throw new Problem(
    'conflict',
    'This base also holds documents that you may not read. Who reads them deletes them first, or whoever runs this server deletes the base.',
  );
};

/** How many documents of each base the principal may read. */
const readableCounts = async (
  { documents }: TenantStores,
  principal: Principal,
): Promise<Map<string, number>> => {
  const counts = new Map<string, number>();
  for (const row of await documents.countDocuments()) {
    if (!mayRead(row.readers, principal)) continue;
    counts.set(row.baseId, (counts.get(row.baseId) ?? 0) + row.documents);
  }
  return counts;
};
