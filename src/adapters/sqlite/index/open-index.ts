import { startWorker, type WorkerCalls } from '../../../lib/worker-call.ts';
import type { ManagedIndex, VectorIndex } from '../../../ports/knowledge-index.ts';
import type { Logger } from '../../../ports/telemetry.ts';
import type { IndexMethods } from './index-worker.ts';
import type { Served } from './vectors/spaces.ts';

export type IndexWorkers = {
  /**
   * The index in this file of a tenant, made when it is not there. Made anew, empty, when it is damaged or when
   * this program analyses text otherwise than the one that made it: then `contents` lacks what is to be
   * published again.
   */
  open(file: string): Promise<ManagedIndex>;
  close(): Promise<void>;
};

type Thread = {
  /** Starts another thread when the last one has died. */
  calls(): WorkerCalls<IndexMethods>;
  close(): Promise<void>;
  busy: number;
};

const startThread = (): Thread => {
  const start = () =>
    startWorker<IndexMethods>(new URL('./index-worker.ts', import.meta.url), null);
  let calls = start();
  let closed = false;
  return {
    calls() {
      if (!closed && calls.ended()) calls = start();
      return calls;
    },
    async close() {
      closed = true;
      await calls.close();
    },
    busy: 0,
  };
};

/** Full-text indexes in SQLite files: one thread writes them all, `threads` search. */
export const openIndexWorkers = ({
  threads,
  logger,
}: {
  threads: number;
  logger: Logger;
}): IndexWorkers => {
  // Threads start when they are needed: a server that nobody asks holds one.
  const writer = startThread();
  const searchers: Thread[] = [];

  const leastBusy = (): Thread => {
    const idle = searchers.find(({ busy }) => busy === 0);
    if (idle) return idle;
    if (searchers.length < threads) {
      const fresh = startThread();
      searchers.push(fresh);
      return fresh;
    }
    return searchers.reduce((best, thread) => (thread.busy < best.busy ? thread : best));
  };

  const onIdle = async <Result>(
    work: (calls: WorkerCalls<IndexMethods>) => Promise<Result>,
  ): Promise<Result> => {
    const thread = leastBusy();
    thread.busy += 1;
    try {
      return await work(thread.calls());
    } finally {
      thread.busy -= 1;
    }
  };

  /** What `served` said last, by index file: every search is told where the vectors are. */
  const served = new Map<string, Served | null>();
  /** After a change of spaces: searches that begin from now on use the one that is served now. */
  const follow = async (file: string): Promise<void> => {
    const before = served.get(file);
    served.set(file, await writer.calls().call('served', [file]));
    if (before)
      await Promise.all(searchers.map((thread) => thread.calls().call('release', [before.file])));
  };

  const vectorsIn = (file: string): VectorIndex => ({
    spaces: () => writer.calls().call('spaces', [file]),
    async served() {
      const found = await writer.calls().call('served', [file]);
      if (!found) return null;
      const { file: _, ...space } = found;
      return space;
    },
    missing: (space, limit) => writer.calls().call('missing', [file, space, limit]),
    add: (space, vectors) => writer.calls().call('add', [file, space, vectors]),
    async serve(space) {
      const done = await writer.calls().call('serve', [file, space]);
      if (done) await follow(file);
      return done;
    },
    async drop(space) {
      await writer.calls().call('drop', [file, space]);
      await follow(file);
    },
  });

  return {
    async open(file) {
      const { outcome, served: found } = await writer.calls().call('prepare', [file]);
      served.set(file, found);
      if (outcome === 'replaced')
        logger.warn('a damaged search index was replaced; it has to be filled again');
      return {
        kind: 'managed',
        search: ({ signal, ...request }) =>
          onIdle((calls) =>
            calls.call('search', [file, request, served.get(file)?.file ?? null], { signal }),
          ),
        facets: ({ signal, ...request }) =>
          onIdle((calls) => calls.call('facets', [file, request], { signal })),
        publish: (document, passages) => writer.calls().call('publish', [file, document, passages]),
        describe: (documentId, change) =>
          writer.calls().call('describe', [file, documentId, change]),
        vectors: vectorsIn(file),
        remove: (documentIds) => writer.calls().call('remove', [file, documentIds]),
        contents: () => writer.calls().call('contents', [file]),
      } satisfies ManagedIndex;
    },
    async close() {
      await Promise.all([writer, ...searchers].map((thread) => thread.close()));
    },
  };
};
