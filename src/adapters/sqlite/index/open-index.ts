import { startWorker, type WorkerCalls } from '../../../lib/worker-call.ts';
import type { ManagedIndex, SearchRequest } from '../../../ports/knowledge-index.ts';
import type { Logger } from '../../../ports/telemetry.ts';
import type { IndexMethods } from './index-worker.ts';

export type IndexWorkers = {
  /**
   * The index in this file of a tenant, made when it is not there. Made anew, empty, when it is damaged or when
   * this program analyses text otherwise than the one that made it: then `contents` lacks what is to be
   * published again.
   */
  open(file: string): Promise<ManagedIndex>;
  close(): Promise<void>;
};

type Thread = { calls: WorkerCalls<IndexMethods>; busy: number };

/** Full-text indexes in SQLite files: one thread writes them all, `threads` search. */
export const openIndexWorkers = ({
  threads,
  logger,
}: {
  threads: number;
  logger: Logger;
}): IndexWorkers => {
  const start = (): Thread => ({
    calls: startWorker<IndexMethods>(new URL('./index-worker.ts', import.meta.url), null),
    busy: 0,
  });
  // Threads start when they are needed: a server that nobody asks holds one.
  const writer = start();
  const searchers: Thread[] = [];

  const leastBusy = (): Thread => {
    const idle = searchers.find(({ busy }) => busy === 0);
    if (idle) return idle;
    if (searchers.length < threads) {
      const fresh = start();
      searchers.push(fresh);
      return fresh;
    }
    return searchers.reduce((best, thread) => (thread.busy < best.busy ? thread : best));
  };

  const search = async (file: string, { signal, ...request }: SearchRequest) => {
    const thread = leastBusy();
    thread.busy += 1;
    try {
      return await thread.calls.call('search', [file, request], { signal });
    } finally {
      thread.busy -= 1;
    }
  };

  return {
    async open(file) {
      const outcome = await writer.calls.call('prepare', [file]);
      if (outcome === 'replaced')
        logger.warn('a damaged search index was replaced; it has to be filled again');
      return {
        kind: 'managed',
        search: (request) => search(file, request),
        publish: (version, passages) => writer.calls.call('publish', [file, version, passages]),
        remove: (documentIds) => writer.calls.call('remove', [file, documentIds]),
        contents: () => writer.calls.call('contents', [file]),
      } satisfies ManagedIndex;
    },
    async close() {
      await Promise.all([writer, ...searchers].map(({ calls }) => calls.close()));
    },
  };
};
