import type { Kysely } from 'kysely';
import type { BaseAnalytics } from '../../ports/base-analytics.ts';
import type { ConversationStore } from '../../ports/conversation-store.ts';
import type { DocumentRegister } from '../../ports/document-register.ts';
import type { EvaluationStore } from '../../ports/evaluation-store.ts';
import type { JobQueue } from '../../ports/job-queue.ts';
import type { MirrorStore } from '../../ports/mirror-store.ts';
import { sqlAnalytics } from '../sql/base-analytics.ts';
import { sqlConversations } from '../sql/conversation-store.ts';
import { sqlDocuments } from '../sql/document-register.ts';
import { sqlEvaluations } from '../sql/evaluation-store.ts';
import { endLeases, sqlJobs } from '../sql/job-queue.ts';
import { sqlMirrors } from '../sql/mirror-store.ts';
import type { TenantTables } from '../sql/tables.ts';
import { turnMethods } from '../sql/turn-methods.ts';
import { searchConversations } from './conversation-search.ts';
import { tenantFolder } from './data-folder.ts';
import { documentConditions } from './document-conditions.ts';
import { openDatabase, type OpenedDatabase } from './open-database.ts';
import { queryBuilder } from './query-builder.ts';
import { tenantDatabase } from './tenant-schema.ts';
import { unsynced } from './unsynced.ts';

export type RelationalStores = {
  conversations: ConversationStore;
  documents: DocumentRegister;
  jobs: JobQueue;
  evaluations: EvaluationStore;
  analytics: BaseAnalytics;
  mirrors: MirrorStore;
};

type Entry = { opened: Promise<OpenedDatabase & { stores: RelationalStores }>; users: number };

const storesOf = (db: Kysely<TenantTables>): RelationalStores => ({
  conversations: {
    ...sqlConversations(db, searchConversations(db)),
    savePartial: (turnId, partial) =>
      unsynced(db, (held) => turnMethods(held).savePartial(turnId, partial)),
  },
  documents: sqlDocuments(db, documentConditions(db)),
  evaluations: sqlEvaluations(db),
  analytics: sqlAnalytics(db),
  mirrors: sqlMirrors(db),
  // A claim that a power cut undoes is claimed again: at least once is the law.
  jobs: {
    ...sqlJobs(db),
    claim: (request) => unsynced(db, (held) => sqlJobs(held).claim(request)),
    heartbeat: (job, leaseMs) => unsynced(db, (held) => sqlJobs(held).heartbeat(job, leaseMs)),
    complete: (job) => unsynced(db, (held) => sqlJobs(held).complete(job)),
  },
});

type Keeping = {
  limit: number;
  /** Whether nobody does the jobs that are running when a database is opened first. */
  endsLeases: boolean;
};

/** The tenants' databases, of which the `limit` used last stay open; one in use is never closed. */
export const tenantDatabases = (folder: string, { limit, endsLeases }: Keeping) => {
  const entries = new Map<string, Entry>();
  const seen = new Set<string>();

  const entryOf = (tenant: string): Entry => {
    const opened = async () => {
      const result = await openDatabase(tenantFolder(folder, tenant), tenantDatabase);
      const db = queryBuilder<TenantTables>(result.database);
      // The folder is ours alone: whoever did the jobs of before has died. Opened again later, they are our own.
      if (endsLeases && !seen.has(tenant)) await endLeases(db);
      seen.add(tenant);
      return { ...result, stores: storesOf(db) };
    };
    const entry = entries.get(tenant) ?? { opened: opened(), users: 0 };
    entries.delete(tenant);
    entries.set(tenant, entry); // the last one is the one used last
    return entry;
  };

  const closeIdle = async (atMost: number) => {
    const idle = [...entries].filter(([, { users }]) => users === 0);
    for (const [tenant, entry] of idle.slice(0, Math.max(0, entries.size - atMost))) {
      entries.delete(tenant);
      (await entry.opened).database.close();
    }
  };

  return {
    async use<Result>(
      tenant: string,
      work: (opened: Awaited<Entry['opened']>) => Result,
    ): Promise<Awaited<Result>> {
      const entry = entryOf(tenant);
      entry.users += 1;
      try {
        return await work(await entry.opened);
      } catch (thrown) {
        await entry.opened.catch(() => {
          if (entries.get(tenant) === entry) entries.delete(tenant); // the next use tries again
        });
        throw thrown;
      } finally {
        entry.users -= 1;
        if (entries.size > limit) await closeIdle(limit);
      }
    },
    close: () => closeIdle(0),
  };
};
