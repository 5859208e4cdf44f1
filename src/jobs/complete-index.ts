import type { IndexProgress } from '../knowledge/index-progress.ts';
import type { Logger } from '../ports/telemetry.ts';
import type { TenantStores } from '../ports/tenant-stores.ts';
import { compareIndex, publishMissing, removeGhosts } from './repair-index.ts';
import type { JobHandler } from './worker.ts';

export type IndexWork = {
  handler: JobHandler;
  /** At start, before any job: removes leftovers, and sees to it that what is missing comes behind the start. */
  begin(stores: TenantStores): Promise<void>;
};

const KIND = 'complete-index';
/** Then documents have their turn. */
const SLICE_MS = 10_000;

type Slice = { until: number; signal: AbortSignal };

/**
 * Makes indexes whole while the server answers already: what the register has and an index does not is published, and
 * what an older analyser made is made anew. How far it is stands in the index: it goes on after a crash.
 */
export const createIndexWork = ({
  progress,
  onWhole,
  logger,
}: {
  progress: IndexProgress;
  onWhole: (stores: TenantStores) => Promise<void>;
  logger: Logger;
}): IndexWork => {
  /** Whether nothing is missing. */
  const fill = async (stores: TenantStores, { until, signal }: Slice): Promise<boolean> => {
    const { missing, total } = await compareIndex(stores);
    let done = total - missing.length;
    for (const documentId of missing) {
      signal.throwIfAborted();
      if (performance.now() > until) return false;
      progress.set(stores.tenant, { state: 'filling', done, total });
      await publishMissing(stores, documentId);
      done += 1;
    }
    return true;
  };

  const renew = async ({ tenant, index }: TenantStores, slice: Slice): Promise<boolean> => {
    if (index.kind !== 'managed' || !index.renew) return true;
    while (performance.now() < slice.until) {
      slice.signal.throwIfAborted();
      const { passages, total, whole } = await index.renew();
      if (whole) return true;
      progress.set(tenant, { state: 'renewing', done: passages, total });
    }
    return false;
  };

  return {
    async begin(stores) {
      const { tenant, index, jobs } = stores;
      const { ghosts, missing, total } = await compareIndex(stores);
      await removeGhosts(stores, ghosts);
      const isOutdated = index.kind === 'managed' && index.renew !== undefined;
      if (missing.length > 0)
        progress.set(tenant, { state: 'filling', done: total - missing.length, total });
      else if (isOutdated) progress.set(tenant, { state: 'renewing', done: 0, total: 1 });
      else return;
      logger.info('index to be completed', { tenant, missing: missing.length, isOutdated });
      if (!(await jobs.backlog()).some(({ kind }) => kind === KIND))
        await jobs.enqueue({ kind: KIND, payload: {} });
    },
    handler: {
      kind: KIND,
      async run(stores, _job, signal) {
        const { tenant, jobs } = stores;
        const slice = { until: performance.now() + SLICE_MS, signal };
        if ((await fill(stores, slice)) && (await renew(stores, slice))) {
          progress.end(tenant);
          await onWhole(stores);
          logger.info('index is whole', { tenant });
        } else await jobs.enqueue({ kind: KIND, payload: {} });
      },
      // What is missing stays told; the next start tries again.
      abandoned: () => Promise.resolve(),
    },
  };
};
