import { type KnowledgeBase } from '../domain/knowledge-base.ts';
import { EVERYONE, mayRead, type Principal } from '../domain/principal.ts';
import { newId } from '../lib/ids.ts';
import type { TenantDoor, TenantStores } from '../ports/tenant-stores.ts';
import { allDocuments, removeDocument, type Removal } from './removal.ts';
import { demand, missingBase, readableBase, readableBases } from './rights.ts';

export type CountedBase = KnowledgeBase & { documents: number };

/** Shared knowledge bases. Those of conversations are neither listed nor changed here. */
export const baseFunctions = ({ tenants, removal }: { tenants: TenantDoor; removal: Removal }) => {
  const shared = async (stores: TenantStores, principal: Principal, id: string) => {
    const base = await readableBase(stores, principal, id);
    if (base.conversationId !== null) throw missingBase();
    return base;
  };
  return {
    list: async (principal: Principal): Promise<CountedBase[]> => {
      demand(principal, 'knowledge:read');
      const stores = await tenants.open(principal.tenant);
      const bases = await readableBases(stores, principal);
      const counts = await readableCounts(stores, principal);
      return bases.map((base) => ({ ...base, documents: counts.get(base.id) ?? 0 }));
    },
    create: async (
      principal: Principal,
      wish: { name: string; description: string },
    ): Promise<CountedBase> => {
      demand(principal, 'base:write');
      const stores = await tenants.open(principal.tenant);
      const base: KnowledgeBase = {
        id: newId('base'),
        ...wish,
        conversationId: null,
        readers: [EVERYONE],
        prompt: '',
        questions: [],
        createdAt: Date.now(),
      };
      await stores.documents.addBase(base);
      return { ...base, documents: 0 };
    },
    update: async (
      principal: Principal,
      id: string,
      change: Partial<Pick<KnowledgeBase, 'name' | 'description'>>,
    ): Promise<CountedBase> => {
      demand(principal, 'base:write');
      const stores = await tenants.open(principal.tenant);
      const base = await shared(stores, principal, id);
      await stores.documents.updateBase(id, change);
      const counts = await readableCounts(stores, principal);
      return { ...base, ...change, documents: counts.get(id) ?? 0 };
    },
    /** With all its documents. */
    delete: async (principal: Principal, id: string): Promise<void> => {
      demand(principal, 'base:write');
      const stores = await tenants.open(principal.tenant);
      await shared(stores, principal, id);
      await emptyBase(stores, id, removal);
      await stores.documents.deleteBase(id);
    },
  };
};

export const emptyBase = async (
  stores: TenantStores,
  baseId: string,
  removal: Removal,
): Promise<void> => {
  for await (const document of allDocuments(stores, [baseId]))
    await removeDocument(stores, document, removal);
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
