import { spreadDescription } from '../knowledge/describe.ts';
import { allDocuments } from '../knowledge/removal.ts';
import type { JobHandler } from './worker.ts';

/** Brings the index in line with documents that got the readers of their base when those changed. */
export const spreadReaders: JobHandler = {
  kind: 'spread-readers',
  async run(stores, { payload: { baseId = '' } }, signal) {
    const base = await stores.documents.base(baseId);
    if (!base) return;
    const readers = JSON.stringify(base.readers);
    for await (const document of allDocuments(stores, [baseId])) {
      signal.throwIfAborted();
      if (JSON.stringify(document.readers) === readers)
        await spreadDescription(stores, document.id);
    }
  },
  // What is left has the old readers in the index: who does not read the base is not asked there either way.
  abandoned: () => Promise.resolve(),
};
