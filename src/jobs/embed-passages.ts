import { Problem } from '../domain/problem.ts';
import type { TenantId } from '../domain/tenant.ts';
import { cachedEmbedder } from '../knowledge/cached-embedder.ts';
import type { Cache } from '../ports/cache.ts';
import type { Embedder } from '../ports/embedder.ts';
import type { ManagedIndex } from '../ports/knowledge-index.ts';
import type { Logger } from '../ports/telemetry.ts';
import type { TenantStores } from '../ports/tenant-stores.ts';
import { createVerdicts, embedBatch } from './embed-batch.ts';
import { createRests } from './rests.ts';
import type { JobHandler } from './worker.ts';

export type EmbeddingNeeds = {
  embedder: Embedder;
  cache: Cache | null;
  logger: Logger;
  /** This tenant has a new job. */
  wake: (tenant: TenantId) => void;
};

/** Gives passages their vectors, behind the reading of documents. */
export type EmbeddingWork = {
  handler: JobHandler;
  /** Passages may have come, or the model may be another: looks for what has no vector, soon. */
  request(stores: TenantStores): Promise<void>;
  stop(): void;
};

const KIND = 'embed-passages';
const PASSAGES_AT_ONCE = 256;
/** Then other tenants and documents have their turn. */
const SLICE_MS = 10_000;

/**
 * Which passages lack a vector is asked of the index, so that it does not matter how often this runs, or where it was
 * killed. A new model's vectors are made beside those that are served, and take their place when they are whole.
 */
export const createEmbedding = (needs: EmbeddingNeeds): EmbeddingWork => {
  const { embedder, logger } = needs;
  const { space } = embedder;
  const runSlice = createSlice(needs);
  /** Tenants whose job waits, or runs: it sees what comes until it ends. */
  const underway = new Set<TenantId>();

  const request = async (stores: TenantStores): Promise<void> => {
    const { tenant, index, jobs } = stores;
    if (index.kind !== 'managed' || underway.has(tenant)) return;
    underway.add(tenant);
    try {
      if (await isDone(index, space)) underway.delete(tenant);
      else await jobs.enqueue({ kind: KIND, payload: {} });
    } catch (thrown) {
      underway.delete(tenant);
      throw thrown;
    }
    needs.wake(tenant);
  };
  const rests = createRests({ request, logger });

  const run = async (stores: TenantStores, signal: AbortSignal): Promise<void> => {
    const { tenant, index } = stores;
    if (index.kind !== 'managed') return;
    underway.add(tenant);
    try {
      if (rests.isResting(stores) || (await runSlice(tenant, index, signal))) return;
      const served = await index.vectors.serve(space);
      if (!served) return rests.rest(stores, null); // something came in between
      logger.info('passages have their vectors', { tenant, space });
    } catch (thrown) {
      signal.throwIfAborted();
      if (!isOfService(thrown)) throw thrown;
      rests.rest(stores, thrown);
    } finally {
      underway.delete(tenant);
    }
  };

  return {
    handler: {
      kind: KIND,
      run: async (stores, _job, signal) => {
        await run(stores, signal);
        if (!rests.isResting(stores)) await request(stores); // for what is left, and what came meanwhile
      },
      abandoned: (stores) => Promise.resolve(rests.rest(stores, null)),
    },
    request,
    stop: rests.stop,
  };
};

const isDone = async ({ vectors }: ManagedIndex, space: string): Promise<boolean> => {
  const [first] = await vectors.missing(space, 1);
  if (first) return false;
  const spaces = await vectors.spaces();
  return spaces.length === 0 || (await vectors.served())?.space === space;
};

/** Not the job's fault: it is done again when the service may be there. */
const isOfService = (thrown: unknown): thrown is Problem =>
  thrown instanceof Problem &&
  (thrown.code.startsWith('upstream-') || thrown.code === 'content-filtered');

const createSlice = ({ embedder, cache, logger }: EmbeddingNeeds) => {
  const verdict = createVerdicts();
  const { space, dimensions } = embedder;

  /** Whether there is more to do. */
  return async (
    tenant: TenantId,
    { vectors }: ManagedIndex,
    signal: AbortSignal,
  ): Promise<boolean> => {
    const own = cache ? cachedEmbedder(embedder, { cache, tenant }) : embedder;
    const log = logger.child({ tenant });
    const until = performance.now() + SLICE_MS;
    while (performance.now() < until) {
      signal.throwIfAborted();
      const missing = await vectors.missing(space, PASSAGES_AT_ONCE);
      if (missing.length === 0) return false;
      const results = await embedBatch(own, missing, signal);
      const made = missing.flatMap((passage, place) => verdict(passage, results[place], log) ?? []);
      if (made.length > 0) await vectors.add({ space, dimensions }, made);
    }
    log.info('passages are given vectors', { space });
    return true;
  };
};
