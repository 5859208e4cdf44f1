import type { Kysely } from 'kysely';
import { newId } from '../../lib/ids.ts';
import type { Job, JobFailure, JobQueue, JobWish } from '../../ports/job-queue.ts';
import { holdSome, isPaused, laneMethods, placeIn, promoteDue, release } from './job-lanes.ts';
import type { TenantTables } from './tables.ts';

type Database = Kysely<TenantTables>;
type ClaimRequest = Parameters<JobQueue['claim']>[0];

/** Also called inside the transaction that makes the row a job is about. */
export const insertJob = async (
  db: Database,
  { kind, payload, lane = '', about = null, format = '', bytes = 0 }: JobWish,
): Promise<string> => {
  const now = Date.now();
  const id = newId('job', now);
  await db
    .insertInto('jobs')
    .values({
      id,
      kind,
      payload: JSON.stringify(payload),
      ...(await placeIn(db, lane)),
      lane,
      about,
      format,
      bytes,
      attempt: 0,
      fence: 0,
      dueAt: now,
      reason: null,
      createdAt: now,
    })
    .execute();
  return id;
};

/** What waits or runs about a thing is called off, also that which was given up; its worker's heartbeat gives false. */
export const callOff = async (db: Database, kind: string, about: string): Promise<void> => {
  await db.deleteFrom('jobs').where('about', '=', about).where('kind', '=', kind).execute();
};

/** Whether a claim still holds its job. */
export const isHeld = async (db: Database, { id, fence }: Pick<Job, 'id' | 'fence'>) =>
  (await db
    .selectFrom('jobs')
    .select('id')
    .where('id', '=', id)
    .where('fence', '=', fence)
    .where('state', '=', 'running')
    .executeTakeFirst()) !== undefined;

/** For whoever knows that no worker is left: what was being done may be claimed at once, what was half resumed too. */
export const endLeases = async (db: Database): Promise<void> => {
  await release(db);
  await db.updateTable('jobs').set({ dueAt: Date.now() }).where('state', '=', 'running').execute();
};

/** What lost its worker, else what has its turn. */
const nextJob = async (db: Database, kinds: readonly string[], now: number) => {
  const ofKinds = db.selectFrom('jobs').selectAll().where('kind', 'in', kinds).limit(1);
  const lost = await ofKinds
    .where('state', '=', 'running')
    .where('dueAt', '<=', now)
    .orderBy('dueAt')
    .executeTakeFirst();
  if (lost) return lost;
  return ofKinds
    .where('state', '=', 'waiting')
    .orderBy('turn')
    .orderBy('number')
    .executeTakeFirst();
};

const NO_WORD = 'Its worker ended without a word.';

const claim = (db: Database, { kinds, leaseMs, maxAttempts }: ClaimRequest): Promise<Job | null> =>
  db.transaction().execute(async (tables) => {
    const now = Date.now();
    await promoteDue(tables, now);
    for (;;) {
      const due = await nextJob(tables, kinds, now);
      if (!due) return null;
      const { id, kind, lane, about, format, bytes } = due;
      const change = tables.updateTable('jobs').where('id', '=', id);
      if (await isPaused(tables, lane)) {
        if (due.state === 'running')
          await change.set(await placeIn(tables, lane, 'start')).execute();
        else await holdSome(tables, lane);
        continue;
      }
      if (due.attempt >= maxAttempts) {
        const reason = due.reason ?? NO_WORD;
        await change.set({ state: 'dead', reason, turn: null }).execute();
        continue;
      }
      const claimed = { attempt: due.attempt + 1, fence: due.fence + 1 };
      const running = { state: 'running', turn: null, dueAt: now + leaseMs } as const;
      await change.set({ ...claimed, ...running, reason: null }).execute();
      return {
        id,
        kind,
        lane,
        about,
        format,
        bytes,
        payload: JSON.parse(due.payload),
        ...claimed,
      };
    }
  });

type Columns = Partial<
  Pick<TenantTables['jobs'], 'state' | 'reason' | 'dueAt' | 'turn' | 'attempt'>
>;

const failed = async (
  db: Database,
  { lane, attempt }: Job,
  { reason, retryInMs, blameless }: JobFailure,
): Promise<Columns> => {
  if (retryInMs === null) return { state: 'dead', reason };
  const counted = blameless ? { reason, attempt: attempt - 1 } : { reason };
  return retryInMs === 0
    ? { ...counted, ...(await placeIn(db, lane, blameless ? 'start' : 'end')) }
    : { ...counted, state: 'later', dueAt: Date.now() + retryInMs };
};

/** Where each of these stands among what waits: one walk along the order. */
const placesOf = async (db: Database, abouts: readonly string[]): Promise<Map<string, number>> => {
  const places = new Map<string, number>();
  if (abouts.length === 0) return places;
  const waiting = db.selectFrom('jobs').where('state', '=', 'waiting');
  const asked = await waiting
    .select(['about', 'turn', 'number'])
    .where('about', 'in', abouts)
    .orderBy('turn')
    .orderBy('number')
    .execute();
  let place = 0;
  let from = { turn: -1, number: 0 };
  for (const { about, turn, number } of asked) {
    const upTo = { turn: turn ?? 0, number };
    const { jobs } = await waiting
      .select(({ fn }) => fn.countAll<number | string>().as('jobs'))
      .where(({ eb, refTuple, tuple }) =>
        eb.and([
          eb(refTuple('turn', 'number'), '>', tuple(from.turn, from.number)),
          eb(refTuple('turn', 'number'), '<=', tuple(upTo.turn, upTo.number)),
        ]),
      )
      .executeTakeFirstOrThrow();
    place += Number(jobs);
    from = upTo;
    if (about !== null && !places.has(about)) places.set(about, place);
  }
  return places;
};

const change = async (db: Database, job: Job, columns: Columns): Promise<boolean> => {
  const row = await db
    .updateTable('jobs')
    .set(columns)
    .where('id', '=', job.id)
    .where('fence', '=', job.fence)
    .where('state', '=', 'running')
    .executeTakeFirst();
  return row.numUpdatedRows > 0n;
};

const countsOf = async (db: Database) => {
  const rows = await db
    .selectFrom('jobs')
    .select(['state', ({ fn }) => fn.countAll<number | string>().as('count')])
    .groupBy('state')
    .execute();
  const counts = { waiting: 0, running: 0, dead: 0 };
  for (const { state, count } of rows)
    counts[state === 'running' || state === 'dead' ? state : 'waiting'] += Number(count);
  return counts;
};

/** Jobs in a table: work for one process or a few, not a message broker. */
export const sqlJobs = (db: Database): JobQueue =>
  ({
    ...laneMethods(db),
    enqueue: (job) => db.transaction().execute((tables) => insertJob(tables, job)),
    async claim(request) {
      return request.kinds.length === 0 ? null : claim(db, request);
    },
    heartbeat: (job, leaseMs) => change(db, job, { dueAt: Date.now() + leaseMs }),
    fail: (job, failure) =>
      db
        .transaction()
        .execute(async (tables) => change(tables, job, await failed(tables, job, failure))),
    async complete(job) {
      const row = await db
        .deleteFrom('jobs')
        .where('id', '=', job.id)
        .where('fence', '=', job.fence)
        .where('state', '=', 'running')
        .executeTakeFirst();
      return row.numDeletedRows > 0n;
    },
    async nextDue() {
      const { next } = await db
        .selectFrom('jobs')
        .select(({ fn }) => fn.min('dueAt').as('next'))
        .where('state', 'in', ['later', 'running'])
        .executeTakeFirstOrThrow();
      return next;
    },
    counts: () => countsOf(db),
    places: (abouts) => placesOf(db, abouts),
    dead: (limit) =>
      db
        .selectFrom('jobs')
        .select(['id', 'kind', 'about', 'attempt', 'createdAt'])
        .select(({ fn, val, ref }) => fn.coalesce(ref('reason'), val('')).as('reason'))
        .where('state', '=', 'dead')
        .orderBy('number', 'desc')
        .limit(limit)
        .execute(),
  }) satisfies JobQueue;
