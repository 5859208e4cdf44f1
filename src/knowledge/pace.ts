import type { Problem } from '../domain/problem.ts';
import type { TenantId } from '../domain/tenant.ts';
import type { Backlog, Job } from '../ports/job-queue.ts';
import { createWorkCosts, type WorkCosts } from './work-costs.ts';

/** How fast documents come through, what is left, and why nothing does. */
export type Pace = {
  began(tenant: TenantId, job: Job): (end: 'done' | 'not done') => void;
  trouble(tenant: TenantId, problem: Problem | null): void;
  /** Why nothing goes on just now. */
  troubleOf(tenant: TenantId): Problem | null;
  /** Over the last minutes; null while nothing was finished. */
  rateOf(tenant: TenantId): { documentsPerMinute: number; bytesPerSecond: number } | null;
  /**
   * Milliseconds until each lane is empty. Lanes take turns, so that one with less left than another does not wait for all
   * of it. Empty while nothing is known.
   */
  forecast(tenant: TenantId, backlog: readonly Backlog[]): Map<string, number>;
};

type Ledger = {
  running: number;
  /** When it was last brought up to date. */
  at: number;
  /** Both fade: milliseconds in which there was work, and those of all jobs in them. */
  busyMs: number;
  workedMs: number;
  documents: number;
  bytes: number;
  problem: Problem | null;
};

/** What was a minute ago counts half. */
const HALF_LIFE_MS = 60_000;
const LEAST_BUSY_MS = 200;

export const createPace = (now: () => number = () => performance.now()): Pace => {
  const costs = createWorkCosts();
  const ledgers = new Map<TenantId, Ledger>();
  /** Until the first job is done: it, and what began beside it, waited for processes and code to be loaded. */
  let starting = true;

  const ledgerOf = (tenant: TenantId): Ledger => {
    const known = ledgers.get(tenant) ?? {
      running: 0,
      at: now(),
      busyMs: 0,
      workedMs: 0,
      documents: 0,
      bytes: 0,
      problem: null,
    };
    ledgers.set(tenant, known);
    advance(known);
    return known;
  };
  /** Time without a job running is nobody's work: it does not make the pace slower. */
  const advance = (ledger: Ledger): void => {
    const passed = now() - ledger.at;
    ledger.at += passed;
    if (ledger.running === 0) return;
    const faded = 0.5 ** (passed / HALF_LIFE_MS);
    for (const column of ['busyMs', 'workedMs', 'documents', 'bytes'] as const)
      ledger[column] *= faded;
    ledger.busyMs += passed;
    ledger.workedMs += passed * ledger.running;
  };
  return {
    began: (tenant, job) => {
      const begun = now();
      const early = starting;
      ledgerOf(tenant).running += 1;
      return (end) => {
        const ledger = ledgerOf(tenant);
        ledger.running -= 1;
        if (end === 'not done' || job.lane === '') return;
        ledger.documents += 1;
        ledger.bytes += job.bytes;
        starting = false;
        if (!early) costs.learn(job, now() - begun);
      };
    },
    trouble: (tenant, problem) => {
      ledgerOf(tenant).problem = problem;
    },
    troubleOf: (tenant) => ledgers.get(tenant)?.problem ?? null,
    rateOf: (tenant) => {
      const { busyMs, documents, bytes } = ledgerOf(tenant);
      if (busyMs < LEAST_BUSY_MS || documents < 1) return null;
      return {
        documentsPerMinute: (documents / busyMs) * 60_000,
        bytesPerSecond: (bytes / busyMs) * 1000,
      };
    },
    forecast: (tenant, backlog) => {
      const { busyMs, workedMs } = ledgerOf(tenant);
      if (workedMs === 0) return new Map();
      return fairEnds(workByLane(backlog, costs), workedMs / busyMs);
    },
  };
};

const workByLane = (backlog: readonly Backlog[], costs: WorkCosts): Map<string, number> => {
  const work = new Map<string, number>();
  for (const part of backlog) {
    if (part.state === 'paused' || part.lane === '') continue;
    // What runs is half done, on the whole.
    const share = part.state === 'running' ? 0.5 : 1;
    const cost = costs.of(part);
    if (cost === null) return new Map();
    work.set(part.lane, (work.get(part.lane) ?? 0) + cost * share);
  }
  return work;
};

/** A lane ends when it and the others have each done as much as it has left. */
const fairEnds = (work: ReadonlyMap<string, number>, atOnce: number): Map<string, number> =>
  new Map(
    [...work].map(([lane, own]) => {
      const before = [...work.values()].reduce((sum, other) => sum + Math.min(own, other), 0);
      return [lane, before / atOnce];
    }),
  );
