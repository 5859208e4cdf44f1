import type { Principal } from '../domain/principal.ts';
import { mayRead, readersOf } from '../domain/principal.ts';
import type { FacetRequest, MetadataFilter } from '../ports/knowledge-index.ts';
import type { TenantDoor, TenantStores } from '../ports/tenant-stores.ts';
import type { Found, Retrieve } from './retrieve.ts';
import { demand, readableBase, readableBases } from './rights.ts';

type Scope = { baseId?: string; filter?: MetadataFilter; signal: AbortSignal };
export type SearchWish = Scope & { query: string; limit: number };
export type FacetWish = Scope & Pick<FacetRequest, 'names'>;
export type Facets = Record<string, { value: string; documents: number }[]>;

/** Law 7: those that an index that is behind would still count among what the principal may read. */
const closedMeanwhile = async (
  { documents }: TenantStores,
  principal: Principal,
): Promise<string[]> =>
  (await documents.undescribed())
    .filter(({ readers }) => !mayRead(readers, principal))
    .map(({ id }) => id);

/** Looking for passages without asking anything. */
export const searchFunctions = ({
  tenants,
  retrieve,
}: {
  tenants: TenantDoor;
  retrieve: Retrieve;
}) => {
  const open = async (principal: Principal): Promise<TenantStores> => {
    demand(principal, 'knowledge:read');
    return tenants.open(principal.tenant);
  };
  return {
    search: async (principal: Principal, { baseId, ...wish }: SearchWish): Promise<Found> => {
      const stores = await open(principal);
      const baseIds =
        baseId === undefined ? [] : [(await readableBase(stores, principal, baseId)).id];
      return retrieve(stores, principal, { ...wish, baseIds, conversationId: null });
    },

    /** Values of these metadata, with how many documents that the principal may read have them. */
    facets: async (principal: Principal, { baseId, ...wish }: FacetWish): Promise<Facets> => {
      const stores = await open(principal);
      if (stores.index.kind !== 'managed') return {};
      const bases =
        baseId === undefined
          ? await readableBases(stores, principal)
          : [await readableBase(stores, principal, baseId)];
      return stores.index.facets({
        ...wish,
        without: await closedMeanwhile(stores, principal),
        baseIds: bases.map((base) => base.id),
        readers: readersOf(principal),
      });
    },
  };
};
