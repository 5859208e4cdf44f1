import { vectorState, type VectorStateView } from '../../contracts/retrieval.ts';
import { route, type Route } from '../../http/route.ts';
import type { HttpServices } from '../../http/services.ts';
import type { VectorSpace } from '../../ports/knowledge-index.ts';
import type { TenantStores } from '../../ports/tenant-stores.ts';

const spaceView = ({ space, passages, total }: VectorSpace) => ({ space, passages, total });

const stateOf = async (
  { index }: TenantStores,
  configured: string | null,
): Promise<VectorStateView> => {
  if (index.kind !== 'managed') return { configured, served: null, building: null };
  const served = await index.vectors.served();
  const spaces = await index.vectors.spaces();
  const own = spaces.find(({ space }) => space === configured);
  const isBuilt = own?.whole && served?.space === configured;
  return {
    configured,
    served: served && spaceView(served),
    building: own && !isBuilt ? spaceView(own) : null,
  };
};

export const vectorRoutes = ({ tenants, embedder }: HttpServices): Route[] => [
  route(
    'source:read',
    {
      method: 'get',
      path: '/api/v1/vectors',
      summary: 'Which embedding model is used, and how far its vectors are',
      answer: { schema: vectorState, meaning: 'How many passages have their vector' },
    },
    async ({ principal }) =>
      Response.json(await stateOf(await tenants.open(principal.tenant), embedder?.space ?? null)),
  ),
];
