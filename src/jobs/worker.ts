import { Problem, toProblem } from '../domain/problem.ts';
import type { TenantId } from '../domain/tenant.ts';
import { pause } from '../lib/clock.ts';
import type { Job, JobFailure } from '../ports/job-queue.ts';
import type { Logger } from '../ports/telemetry.ts';
import type { TenantDoor, TenantStores } from '../ports/tenant-stores.ts';
import { type Claimed, createRota } from './rota.ts';

/** One kind of job. A throw is tried again; what is wrong for good is a state of the thing itself, not a throw. */
export type JobHandler = {
  kind: string;
  /** The signal fires also when the job was called off, or lost to another worker. */
  run(stores: TenantStores, job: Job, signal: AbortSignal): Promise<void>;
  /** It failed for the last time. */
  abandoned(stores: TenantStores, job: Job): Promise<void>;
};

/** Is told what the worker does, for those who wait. */
export type WorkObserver = {
  /** Call what it gives when the job ends. */
  began(tenant: TenantId, job: Job): (end: 'done' | 'not done') => void;
  /** Why nothing goes on for this tenant just now; null: it does again. */
  trouble(tenant: TenantId, problem: Problem | null): void;
};

export type WorkerOptions = {
  tenants: TenantDoor;
  tenantIds: () => Promise<TenantId[]>;
  handlers: readonly JobHandler[];
  logger: Logger;
  observer?: WorkObserver;
  /** Jobs at the same time, over all tenants. */
  concurrency?: number;
  /** How often a few tenants are looked into that did not call: for jobs of other processes. */
  pollMs?: number;
  /** How long what failed waits the first time; four times as long each further time. */
  firstRetryMs?: number;
};

export type Worker = {
  /** This tenant has new work. */
  wake(tenant: TenantId): void;
  /** Stops what is done about this thing; its job is no more. */
  callOff(tenant: TenantId, about: string): void;
  /** Takes no new jobs; those that run get `graceMs`, then go back to the queue. */
  stop(graceMs: number): Promise<void>;
};

const LEASE_MS = 60_000;
const HEARTBEAT_MS = 15_000;
/** After which a job that throws is given up. */
const ATTEMPTS = 3;
/** After which a job is given up whose workers died: mostly that was not its fault. */
const DEATHS = 12;
const FIRST_RETRY_MS = 2000;
/** A full disk is no job's fault: it goes on by itself when there is room. */
const FULL_DISK_MS = 10_000;
const PUT_BACK_MS = 3000;
export const CONCURRENCY = 3;

/** Takes jobs of all tenants in turn, so that one with a thousand documents does not hold up the others. */
export const startWorker = (options: WorkerOptions): Worker => {
  const { logger, handlers, observer, concurrency = CONCURRENCY, pollMs = 10_000 } = options;
  const stopping = new AbortController();
  const givingUp = new AbortController();
  const bell = createBell();
  const underway = createUnderway();
  const trouble = (tenant: TenantId, thrown: unknown): void => {
    const error = toProblem(thrown);
    logger.error('job queue failed', { tenant, error });
    observer?.trouble(tenant, error);
  };
  const rota = createRota({
    ...options,
    kinds: handlers.map(({ kind }) => kind),
    leaseMs: LEASE_MS,
    ring: bell.ring,
    onTrouble: trouble,
  });
  const lane = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const rung = bell.next();
      const claimed = await rota.next();
      if (!claimed) {
        await Promise.race([rung, stopped]);
        continue;
      }
      const { tenant } = claimed.stores;
      try {
        await runJob(claimed, { ...options, underway, signal: givingUp.signal });
      } catch (error) {
        trouble(tenant, error);
        await pause(FIRST_RETRY_MS, stopping.signal).catch(() => undefined);
      }
      rota.call(tenant);
    }
  };
  const stopped = new Promise((resolve) => stopping.signal.addEventListener('abort', resolve));
  const sweep = (work: Promise<void>): void => {
    work.catch((error: unknown) => logger.error('tenants not found', { error: toProblem(error) }));
  };
  const sweeping = setInterval(() => sweep(rota.sweep()), pollMs).unref();
  sweep(rota.callAll());
  const lanes = Array.from({ length: concurrency }, lane);
  return {
    wake: rota.call,
    callOff: underway.callOff,
    stop: async (graceMs) => {
      stopping.abort();
      clearInterval(sweeping);
      rota.end();
      const late = setTimeout(
        () => givingUp.abort(new Problem('stopping', 'The server is stopping.')),
        graceMs,
      );
      await Promise.all(lanes);
      clearTimeout(late);
    },
  };
};

/** `next` is taken before looking for work, so that a ring while looking is not missed. */
const createBell = () => {
  let current = Promise.withResolvers<void>();
  return {
    next: () => current.promise,
    ring: () => {
      current.resolve();
      current = Promise.withResolvers<void>();
    },
  };
};

/** What is done just now, so that it can be stopped by what it is about. */
const createUnderway = () => {
  const running = new Map<string, AbortController>();
  return {
    add: (tenant: TenantId, job: Job): { lost: AbortController; end: () => void } => {
      const lost = new AbortController();
      const key = `${tenant} ${job.about ?? job.id}`;
      running.set(key, lost);
      return { lost, end: () => void (running.get(key) === lost && running.delete(key)) };
    },
    callOff: (tenant: TenantId, about: string): void =>
      running.get(`${tenant} ${about}`)?.abort(new Problem('conflict', 'It was called off.')),
  };
};

type Running = Pick<WorkerOptions, 'logger' | 'handlers' | 'observer' | 'firstRetryMs'> & {
  underway: ReturnType<typeof createUnderway>;
  /** The server stops and cannot wait any longer. */
  signal: AbortSignal;
};

const runJob = async ({ stores, job }: Claimed, running: Running): Promise<void> => {
  const { handlers, observer, underway, signal } = running;
  const handler = handlers.find(({ kind }) => kind === job.kind);
  if (!handler) throw new Error(`There is no handler for ${job.kind}`);
  const { tenant } = stores;
  const { id, kind, attempt } = job;
  const log = running.logger.child({ tenant, job: id, kind, attempt });
  const { lost, end } = underway.add(tenant, job);
  const held: Held = { stores, job, handler, log };
  const heartbeat = setInterval(() => void beat(held, lost), HEARTBEAT_MS);
  const ended = observer?.began(tenant, job);
  try {
    if (attempt > DEATHS) return await abandon(held, 'Its worker ended without a word each time.');
    await handler.run(stores, job, AbortSignal.any([signal, lost.signal]));
    await stores.jobs.complete(job);
    observer?.trouble(tenant, null);
    ended?.('done');
  } catch (error) {
    ended?.('not done');
    if (lost.signal.aborted) log.info('job called off');
    else if (signal.aborted)
      await stores.jobs.fail(job, { reason: 'The server stopped.', retryInMs: 0, blameless: true });
    else await tryAgain(held, error, running);
  } finally {
    clearInterval(heartbeat);
    end();
  }
};

type Held = Claimed & { handler: JobHandler; log: Logger };

const tryAgain = async (
  held: Held,
  error: unknown,
  { observer, signal, firstRetryMs = FIRST_RETRY_MS }: Running,
): Promise<void> => {
  const { stores, job, log } = held;
  const problem = toProblem(error);
  const reason = problem.detail;
  log.warn('job failed', { error: problem });
  if (problem.code === 'storage-full') {
    observer?.trouble(stores.tenant, problem);
    await putBack(held, { reason, retryInMs: FULL_DISK_MS, blameless: true }, signal);
  } else if (job.attempt >= ATTEMPTS) await abandon(held, reason);
  else await stores.jobs.fail(job, { reason, retryInMs: firstRetryMs * 4 ** (job.attempt - 1) });
};

/** On a full disk nor can this be written: it is tried until it is, so that nobody waits for the end of the lease. */
const putBack = async (
  { stores, job, log }: Held,
  failure: JobFailure,
  signal: AbortSignal,
): Promise<void> => {
  for (;;) {
    try {
      await stores.jobs.fail(job, failure);
      return;
    } catch (error) {
      log.warn('job not put back', { error: toProblem(error) });
      await pause(PUT_BACK_MS, signal);
    }
  }
};

/** When the lease is lost somebody else does the job: here it stops. Not to reach the store loses it in time. */
const beat = async ({ stores, job, log }: Held, lost: AbortController): Promise<void> => {
  const held = await stores.jobs.heartbeat(job, LEASE_MS).catch((error: unknown) => {
    log.warn('heartbeat not written', { error: toProblem(error) });
    return true;
  });
  if (!held) lost.abort(new Problem('conflict', 'The lease of this job has ended.'));
};

/**
 * Only who holds the job says that its thing failed: a newer claim may have done it. Said before the job ends, so
 * that a death between the two says it again.
 */
const abandon = async ({ stores, job, handler, log }: Held, reason: string): Promise<void> => {
  if (!(await stores.jobs.heartbeat(job, LEASE_MS))) return;
  await handler.abandoned(stores, job);
  await stores.jobs.fail(job, { reason, retryInMs: null });
  log.error('job abandoned', { reason });
};
