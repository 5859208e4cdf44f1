import { Problem, toProblem } from '../domain/problem.ts';
import type { TenantId } from '../domain/tenant.ts';
import { pause } from '../lib/clock.ts';
import type { Job } from '../ports/job-queue.ts';
import type { Logger } from '../ports/telemetry.ts';
import type { TenantDoor, TenantStores } from '../ports/tenant-stores.ts';

/** One kind of job. A throw is tried again; what is wrong for good is a state of the thing itself, not a throw. */
export type JobHandler = {
  kind: string;
  run(stores: TenantStores, payload: Job['payload'], signal: AbortSignal): Promise<void>;
  /** It failed for the last time. */
  abandoned(stores: TenantStores, payload: Job['payload']): Promise<void>;
};

export type WorkerOptions = {
  tenants: TenantDoor;
  tenantIds: () => Promise<TenantId[]>;
  handlers: readonly JobHandler[];
  logger: Logger;
  /** Jobs at the same time, over all tenants. */
  concurrency?: number;
  /** For jobs of other processes, and those to be tried again. Own new ones wake it. */
  pollMs?: number;
};

export type Worker = {
  wake(): void;
  /** Takes no new jobs; those that run get `graceMs`, then go back to the queue. */
  stop(graceMs: number): Promise<void>;
};

const LEASE_MS = 60_000;
const HEARTBEAT_MS = 15_000;
/** After which a job that throws is given up. */
const ATTEMPTS = 4;
/** After which a job is given up whose workers died: mostly that was not its fault. */
const DEATHS = 12;
const ENDLESS = Number.MAX_SAFE_INTEGER;
const FIRST_RETRY_MS = 2000;

type Claimed = { stores: TenantStores; job: Job; handler: JobHandler };

/** Takes jobs of all tenants in turn, so that one with a thousand documents does not hold up the others. */
export const startWorker = (options: WorkerOptions): Worker => {
  const { logger, concurrency = 3, pollMs = 10_000 } = options;
  const claimNext = createRota(options);
  const stopping = new AbortController();
  const givingUp = new AbortController();
  const bell = createBell();

  const rest = (rung: Promise<void>): Promise<void> =>
    Promise.race([rung, pause(pollMs, stopping.signal).catch(() => undefined)]);
  const lane = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const rung = bell.next();
      try {
        const claimed = await claimNext();
        if (claimed) await runJob(claimed, { logger, signal: givingUp.signal });
        else await rest(rung);
      } catch (error) {
        logger.error('job queue failed', { error: toProblem(error) });
        await pause(FIRST_RETRY_MS, stopping.signal).catch(() => undefined);
      }
    }
  };
  const lanes = Array.from({ length: concurrency }, lane);
  return {
    wake: bell.ring,
    stop: async (graceMs) => {
      stopping.abort();
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

const createRota = ({ tenants, tenantIds, handlers }: WorkerOptions) => {
  const kinds = handlers.map((handler) => handler.kind);
  let last: TenantId = '';
  return async (): Promise<Claimed | null> => {
    const ids = (await tenantIds()).toSorted();
    const after = ids.findIndex((id) => id > last);
    const turn = after === -1 ? ids : [...ids.slice(after), ...ids.slice(0, after)];
    for (const id of turn) {
      const stores = await tenants.open(id);
      // What ended every worker that took it is given up here, where its thing is told; the queue buries nothing.
      const job = await stores.jobs.claim({ kinds, leaseMs: LEASE_MS, maxAttempts: ENDLESS });
      const handler = handlers.find(({ kind }) => kind === job?.kind);
      if (!job || !handler) continue;
      last = id;
      return { stores, job, handler };
    }
    return null;
  };
};

const runJob = async (
  { stores, job, handler }: Claimed,
  { logger, signal }: { logger: Logger; signal: AbortSignal },
): Promise<void> => {
  const log = logger.child({
    tenant: stores.tenant,
    job: job.id,
    kind: job.kind,
    attempt: job.attempt,
  });
  if (job.attempt > DEATHS) {
    await abandon({ stores, job, handler }, 'Its worker ended without a word each time.');
    log.error('job abandoned');
    return;
  }
  const lost = new AbortController();
  const heartbeat = setInterval(() => void beat({ stores, job }, lost), HEARTBEAT_MS);
  try {
    await handler.run(stores, job.payload, AbortSignal.any([signal, lost.signal]));
    await stores.jobs.complete(job);
  } catch (error) {
    log.warn('job failed', { error: toProblem(error) });
    if (signal.aborted)
      await stores.jobs.fail(job, { reason: 'The server stopped.', retryInMs: 0 });
    else if (job.attempt >= ATTEMPTS) await abandon({ stores, job, handler }, reasonOf(error));
    else
      await stores.jobs.fail(job, {
        reason: reasonOf(error),
        retryInMs: FIRST_RETRY_MS * 4 ** (job.attempt - 1),
      });
  } finally {
    clearInterval(heartbeat);
  }
};

const reasonOf = (error: unknown): string => toProblem(error).detail;

/** When the lease is lost somebody else does the job: here it stops. Not to reach the store loses it in time. */
const beat = async (
  { stores, job }: Pick<Claimed, 'stores' | 'job'>,
  lost: AbortController,
): Promise<void> => {
  const held = await stores.jobs.heartbeat(job, LEASE_MS).catch(() => true);
  if (!held) lost.abort(new Problem('conflict', 'The lease of this job has ended.'));
};

/**
 * Only who holds the job says that its thing failed: a newer claim may have done it. Said before the job ends, so
 * that a death between the two says it again.
 */
const abandon = async ({ stores, job, handler }: Claimed, reason: string): Promise<void> => {
  if (!(await stores.jobs.heartbeat(job, LEASE_MS))) return;
  await handler.abandoned(stores, job.payload);
  await stores.jobs.fail(job, { reason, retryInMs: null });
};
