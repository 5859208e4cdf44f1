import type { Kysely } from 'kysely';
import { isWithin } from '../../domain/lane.ts';
import type { JobQueue } from '../../ports/job-queue.ts';
import type { TenantTables } from './tables.ts';

type Database = Kysely<TenantTables>;

/** Promoted with one claim: a claim stays cheap, and more are promoted with the next. */
const PROMOTED_AT_ONCE = 20;

/** The turn that is next: a lane that was empty begins there, not before those who waited. */
const headTurn = async (db: Database): Promise<number> => {
  const { head } = await db
    .selectFrom('jobs')
    .select(({ fn }) => fn.min('turn').as('head'))
    .where('state', '=', 'waiting')
    .executeTakeFirstOrThrow();
  return head ?? 0;
};

export const isPaused = async (db: Database, lane: string): Promise<boolean> =>
  (await pausesOf(db)).some((lanes) => isWithin(lane, lanes));

const pausesOf = async (db: Database): Promise<string[]> =>
  (await db.selectFrom('pauses').select('lanes').orderBy('lanes').execute()).map(
    ({ lanes }) => lanes,
  );

/** A place at the end of the lane, or at its start. */
export const placeIn = async (
  db: Database,
  lane: string,
  at: 'end' | 'start' = 'end',
): Promise<{ turn: number; state: 'waiting' | 'paused' }> => {
  const { tail } = await db
    .selectFrom('jobs')
    .select(({ fn }) => fn.max('turn').as('tail'))
    .where('lane', '=', lane)
    .executeTakeFirstOrThrow();
  const head = await headTurn(db);
  return {
    turn: at === 'start' || tail === null ? head : Math.max(head, tail + 1),
    state: (await isPaused(db, lane)) ? 'paused' : 'waiting',
  };
};

/** What had to wait for its time goes to the end of its lane: a lane of retries delays nobody else. */
export const promoteDue = async (db: Database, now: number): Promise<void> => {
  const due = await db
    .selectFrom('jobs')
    .select(['id', 'lane'])
    .where('state', '=', 'later')
    .where('dueAt', '<=', now)
    .orderBy('dueAt')
    .limit(PROMOTED_AT_ONCE)
    .execute();
  for (const { id, lane } of due) {
    await db
      .updateTable('jobs')
      .set(await placeIn(db, lane))
      .where('id', '=', id)
      .execute();
  }
};

/** Changed with one transaction, so that others get between them. */
const CHANGED_AT_ONCE = 2000;

type State = 'waiting' | 'paused';

const lanesIn = async (db: Database, state: State): Promise<string[]> =>
  (await db.selectFrom('jobs').select('lane').distinct().where('state', '=', state).execute()).map(
    ({ lane }) => lane,
  );

/** The next jobs of a lane from one state to the other, their turns moved by so many; false when there are no more. */
const moveSome = async (
  db: Database,
  lane: string,
  { from, to, by = 0 }: { from: State; to: State; by?: number },
): Promise<boolean> => {
  const moved = await db
    .updateTable('jobs')
    .set(({ eb }) => ({ state: to, turn: eb('turn', '+', by) }))
    .where('number', 'in', (jobs) =>
      jobs
        .selectFrom('jobs')
        .select('number')
        .where('lane', '=', lane)
        .where('state', '=', from)
        .orderBy('turn')
        .limit(CHANGED_AT_ONCE),
    )
    .executeTakeFirst();
  return moved.numUpdatedRows === BigInt(CHANGED_AT_ONCE);
};

/** Takes jobs of a paused lane out of what waits: what a pause has not come to yet. */
export const holdSome = (db: Database, lane: string): Promise<boolean> =>
  moveSome(db, lane, { from: 'waiting', to: 'paused' });

const inParts = async (
  db: Database,
  part: (tables: Database) => Promise<boolean>,
): Promise<void> => {
  while (await db.transaction().execute(part));
};

/** In force at once: a claim holds back what this has not come to yet. */
const pause = async (db: Database, lanes: string): Promise<void> => {
  await db
    .insertInto('pauses')
    .values({ lanes, since: Date.now() })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  for (const lane of await lanesIn(db, 'waiting')) {
    if (isWithin(lane, lanes)) await inParts(db, (tables) => holdSome(tables, lane));
  }
};

/** Lets go what nobody holds any more, each lane beginning with the turn that is next. */
export const release = async (db: Database): Promise<void> => {
  for (const lane of await lanesIn(db, 'paused')) {
    if (await isPaused(db, lane)) continue;
    const { first } = await db
      .selectFrom('jobs')
      .select(({ fn }) => fn.min('turn').as('first'))
      .where('lane', '=', lane)
      .where('state', '=', 'paused')
      .executeTakeFirstOrThrow();
    const by = (await headTurn(db)) - (first ?? 0);
    await inParts(db, (tables) => moveSome(tables, lane, { from: 'paused', to: 'waiting', by }));
  }
};

const resume = async (db: Database, lanes: string): Promise<void> => {
  await db.deleteFrom('pauses').where('lanes', '=', lanes).execute();
  await release(db);
};

export const laneMethods = (
  db: Database,
): Pick<JobQueue, 'pause' | 'resume' | 'pauses' | 'backlog'> => ({
  pause: (lanes) => pause(db, lanes),
  resume: (lanes) => resume(db, lanes),
  pauses: () => pausesOf(db),
  async backlog() {
    const rows = await db
      .selectFrom('jobs')
      .select(({ fn }) => [
        'lane',
        'format',
        'state',
        'kind',
        fn.countAll<number | string>().as('jobs'),
        fn.sum<number | string>('bytes').as('bytes'),
      ])
      .where('state', '<>', 'dead')
      .groupBy(['lane', 'format', 'state', 'kind'])
      .execute();
    return rows.map(({ lane, format, state, kind, jobs, bytes }) => ({
      lane,
      format,
      kind,
      state: state === 'paused' || state === 'running' ? state : 'waiting',
      jobs: Number(jobs),
      bytes: Number(bytes),
    }));
  },
});
