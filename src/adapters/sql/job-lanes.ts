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

const lanesIn = async (db: Database, state: 'waiting' | 'paused'): Promise<string[]> =>
  (await db.selectFrom('jobs').select('lane').distinct().where('state', '=', state).execute()).map(
    ({ lane }) => lane,
  );

const pause = (db: Database, lanes: string): Promise<void> =>
  db.transaction().execute(async (tables) => {
    await tables
      .insertInto('pauses')
      .values({ lanes, since: Date.now() })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    for (const lane of await lanesIn(tables, 'waiting')) {
      if (!isWithin(lane, lanes)) continue;
      await tables
        .updateTable('jobs')
        .set({ state: 'paused' })
        .where('lane', '=', lane)
        .where('state', '=', 'waiting')
        .execute();
    }
  });

const resume = (db: Database, lanes: string): Promise<void> =>
  db.transaction().execute(async (tables) => {
    await tables.deleteFrom('pauses').where('lanes', '=', lanes).execute();
    const head = await headTurn(tables);
    for (const lane of await lanesIn(tables, 'paused')) {
      if (await isPaused(tables, lane)) continue;
      const { first } = await tables
        .selectFrom('jobs')
        .select(({ fn }) => fn.min('turn').as('first'))
        .where('lane', '=', lane)
        .executeTakeFirstOrThrow();
      await tables
        .updateTable('jobs')
        .set(({ eb }) => ({ state: 'waiting', turn: eb('turn', '+', head - (first ?? 0)) }))
        .where('lane', '=', lane)
        .where('state', '=', 'paused')
        .execute();
    }
  });

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
