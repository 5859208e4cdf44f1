import type { Kysely } from 'kysely';
import { newId } from '../../lib/ids.ts';
import type { Job, JobQueue } from '../../ports/job-queue.ts';
import type { TenantTables } from './tables.ts';

type Database = Kysely<TenantTables>;
type ClaimRequest = Parameters<JobQueue['claim']>[0];

/** Also called inside the transaction that makes the row a job is about. */
export const insertJob = async (
  db: Database,
  { kind, payload }: Pick<Job, 'kind' | 'payload'>,
): Promise<string> => {
  const now = Date.now();
  const id = newId('job', now);
  await db
    .insertInto('jobs')
    .values({
      id,
      kind,
      payload: JSON.stringify(payload),
      state: 'waiting',
      attempt: 0,
      fence: 0,
      dueAt: now,
      reason: null,
      createdAt: now,
    })
    .execute();
  return id;
};

/** For whoever knows that no worker is left: what was being done may be claimed at once. */
export const endLeases = async (db: Database): Promise<void> => {
  await db.updateTable('jobs').set({ dueAt: Date.now() }).where('state', '=', 'running').execute();
};

/** Due jobs that were claimed as often as is allowed; without a reason, their worker never came back. */
const buryLost = (db: Database, maxAttempts: number, now: number) =>
  db
    .updateTable('jobs')
    .set(({ fn, val, ref }) => ({
      state: 'dead',
      reason: fn.coalesce(ref('reason'), val('Its worker ended without a word.')),
    }))
    .where('state', '<>', 'dead')
    .where('dueAt', '<=', now)
    .where('attempt', '>=', maxAttempts)
    .execute();

const claim = (db: Database, { kinds, leaseMs, maxAttempts }: ClaimRequest): Promise<Job | null> =>
  db.transaction().execute(async (tables) => {
    const now = Date.now();
    await buryLost(tables, maxAttempts, now);
    const due = await tables
      .selectFrom('jobs')
      .selectAll()
      .where('state', '<>', 'dead')
      .where('dueAt', '<=', now)
      .where('kind', 'in', kinds)
      .orderBy('number')
      .limit(1)
      .executeTakeFirst();
    if (!due) return null;
    const claimed = { attempt: due.attempt + 1, fence: due.fence + 1 };
    await tables
      .updateTable('jobs')
      .set({ ...claimed, state: 'running', reason: null, dueAt: now + leaseMs })
      .where('id', '=', due.id)
      .execute();
    return { id: due.id, kind: due.kind, payload: JSON.parse(due.payload), ...claimed };
  });

const failed = ({ reason, retryInMs }: Parameters<JobQueue['fail']>[1]) =>
  retryInMs === null
    ? { state: 'dead' as const, reason }
    : { state: 'waiting' as const, reason, dueAt: Date.now() + retryInMs };

/** Jobs in a table: work for one process or a few, not a message broker. */
export const sqlJobs = (db: Database): JobQueue => {
  const change = async (
    job: Job,
    columns: Partial<Pick<TenantTables['jobs'], 'state' | 'reason' | 'dueAt'>>,
  ): Promise<boolean> => {
    const row = await db
      .updateTable('jobs')
      .set(columns)
      .where('id', '=', job.id)
      .where('fence', '=', job.fence)
      .where('state', '=', 'running')
      .executeTakeFirst();
    return row.numUpdatedRows > 0n;
  };
  return {
    enqueue: (job) => insertJob(db, job),
    async claim(request) {
      return request.kinds.length === 0 ? null : claim(db, request);
    },
    heartbeat: (job, leaseMs) => change(job, { dueAt: Date.now() + leaseMs }),
    fail: (job, failure) => change(job, failed(failure)),
    async complete(job) {
      const row = await db
        .deleteFrom('jobs')
        .where('id', '=', job.id)
        .where('fence', '=', job.fence)
        .where('state', '=', 'running')
        .executeTakeFirst();
      return row.numDeletedRows > 0n;
    },
    async counts() {
      const rows = await db
        .selectFrom('jobs')
        .select(['state', ({ fn }) => fn.countAll<number | string>().as('count')])
        .groupBy('state')
        .execute();
      const counts = { waiting: 0, running: 0, dead: 0 };
      for (const { state, count } of rows) counts[state] = Number(count);
      return counts;
    },
  } satisfies JobQueue;
};
