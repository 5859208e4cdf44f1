import { describeDocument, spreadDescription } from '../knowledge/describe.ts';
import { allDocuments } from '../knowledge/removal.ts';
import type { TenantStores } from '../ports/tenant-stores.ts';
import type { JobHandler } from './worker.ts';

/**
 * Documents that had the readers of their base got those that the base has now: so does the index here, and what was
 * on its way in with the old ones. Others keep their own. Done again when the base changed meanwhile, so that of two
 * changes the later one stays, whichever is done first.
 */
export const spreadReaders: JobHandler = {
  kind: 'spread-readers',
  async run(stores, { payload: { baseId = '', from = '' } }, signal) {
    const before = new Set([from]);
    for (;;) {
      const base = await stores.documents.base(baseId);
      if (!base) return;
      const now = JSON.stringify(base.readers);
      before.delete(now);
      await spread(stores, { baseId, before, readers: base.readers }, signal);
      const after = await stores.documents.base(baseId);
      if (!after || JSON.stringify(after.readers) === now) return;
      before.add(now);
    }
  },
  // What is left keeps readers that the base had: it is asked by the base's own either way.
  abandoned: () => Promise.resolve(),
};

type Spreading = { baseId: string; before: ReadonlySet<string>; readers: string[] };

const spread = async (
  stores: TenantStores,
  { baseId, before, readers }: Spreading,
  signal: AbortSignal,
): Promise<void> => {
  for await (const document of allDocuments(stores, [baseId])) {
    signal.throwIfAborted();
    const own = JSON.stringify(document.readers);
    if (before.has(own)) await describeDocument(stores, document.id, { readers });
    else if (own === JSON.stringify(readers)) await spreadDescription(stores, document.id);
  }
};
