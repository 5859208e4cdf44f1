import type { ManagedIndex, Renewal, VectorIndex } from '../../../ports/knowledge-index.ts';
import type { Logger } from '../../../ports/telemetry.ts';
import type { IndexOpening } from './index-opening.ts';
import { makeServedSpaces } from './served-spaces.ts';
import { lazyThread, makeThreads } from './threads.ts';

export type IndexWorkers = {
  /**
   * The index in this file of a tenant, made when it is not there. Made anew, empty, when it is damaged or has
   * another schema: then `contents` lacks what is to be published again. One that another analyser made answers until
   * it is renewed. As long as nothing was written, a thread that is there may do it: starting one takes longer.
   */
  open(file: string, opening?: IndexOpening): Promise<ManagedIndex>;
  close(): Promise<void>;
};

/** Full-text indexes in SQLite files: one thread writes them all, `threads` search. */
export const openIndexWorkers = ({
  threads,
  logger,
}: {
  threads: number;
  logger: Logger;
}): IndexWorkers => {
  const writer = lazyThread(logger);
  const searchers = makeThreads(threads, logger);

  const served = makeServedSpaces({ writer, searchers, logger });

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
      if (done) await served.follow(file);
      return done;
    },
    async drop(space) {
      await writer.calls().call('drop', [file, space]);
      await served.follow(file);
    },
  });

  const renew = async (file: string): Promise<Renewal> => {
    const step = await writer.calls().call('renew', [file]);
    if (step?.whole) {
      const { older } = step;
      await Promise.all(searchers.all().map((thread) => thread.calls().call('release', [older])));
      await writer.calls().call('deleteOtherVersions', [file]);
    }
    return step ?? { passages: 0, total: 0, whole: true };
  };

  const byWriter: IndexOpening = {
    prepare: (file) => writer.calls().call('prepare', [file]),
    contents: (file) => writer.calls().call('contents', [file]),
  };

  return {
    async open(file, opening = byWriter) {
      const opener = () => (writer.started() ? byWriter : opening);
      const { outcome, outdated, served: found } = await opener().prepare(file);
      served.set(file, found);
      if (outcome === 'replaced')
        logger.warn('a damaged search index was replaced; it has to be filled again');
      return {
        kind: 'managed',
        search: ({ signal, ...request }) =>
          searchers.onIdle((calls) =>
            calls.call('search', [file, request, served.fileFor(file)], { signal }),
          ),
        facets: ({ signal, ...request }) =>
          searchers.onIdle((calls) => calls.call('facets', [file, request], { signal })),
        publish: (document, passages) => writer.calls().call('publish', [file, document, passages]),
        describe: (documentId, change) =>
          writer.calls().call('describe', [file, documentId, change]),
        vectors: vectorsIn(file),
        remove: (documentIds) => writer.calls().call('remove', [file, documentIds]),
        contents: () => opener().contents(file),
        ...(outdated && { renew: () => renew(file) }),
      } satisfies ManagedIndex;
    },
    async close() {
      await Promise.all([writer, ...searchers.all()].map((thread) => thread.close()));
    },
  };
};
