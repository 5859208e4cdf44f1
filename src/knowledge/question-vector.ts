import { toProblem } from '../domain/problem.ts';
import type { TracedCall } from '../domain/retrieval-trace.ts';
import type { Cache } from '../ports/cache.ts';
import type { Embedders } from '../ports/embedder.ts';
import type { Logger } from '../ports/telemetry.ts';
import type { TenantStores } from '../ports/tenant-stores.ts';
import { cachedEmbedder } from './cached-embedder.ts';

export type VectorServices = { embedders: Embedders; cache: Cache | null; logger: Logger };

/** A question's vector in the space that the index serves. */
export type QuestionVector = { space: string; vector: Float32Array };

/**
 * Null: words only, because no space is whole yet, or no answer from the service. A search
 * never fails because of it.
 */
export const questionVector = async (
  { embedders, cache, logger }: VectorServices,
  { tenant, index }: TenantStores,
  { query, signal }: { query: string; signal: AbortSignal },
): Promise<{ found: QuestionVector | null; calls: TracedCall[] }> => {
  const nothing = { found: null, calls: [] };
  if (index.kind !== 'managed' || query.trim() === '') return nothing;
  const served = await index.vectors.served();
  const plain = served && embedders.forSpace(served.space);
  if (!plain) return nothing;
  const embedder = cache ? cachedEmbedder(plain, { cache, tenant }) : plain;
  const { space } = embedder;
  const began = performance.now();
  const call = (outcome: TracedCall['outcome']): TracedCall => ({
    purpose: 'embed',
    model: space,
    milliseconds: Math.round(performance.now() - began),
    outcome,
  });
  try {
    const [result] = await embedder.embed({ texts: [query], kind: 'question', signal });
    if (result && 'vector' in result)
      return { found: { space, vector: result.vector }, calls: [call('done')] };
    return { found: null, calls: [call('odd')] };
  } catch (thrown) {
    signal.throwIfAborted();
    const error = toProblem(thrown);
    logger.warn('question not embedded, searched by words', { tenant, error });
    return { found: null, calls: [call(error.code === 'upstream-timeout' ? 'late' : 'failed')] };
  }
};
