import { isSettled, type Document } from '../domain/document.ts';
import { lanesWithin } from '../domain/lane.ts';
import { type Principal, mayRead } from '../domain/principal.ts';
import { Problem } from '../domain/problem.ts';
import { sha256 } from '../lib/ids.ts';
import type { TenantDoor, TenantStores } from '../ports/tenant-stores.ts';
import {
  type IngestionFigures,
  type LaneFigures,
  laneFigures,
  sumOf,
} from './ingestion-figures.ts';
import type { Pace } from './pace.ts';
import { allDocuments } from './removal.ts';
import type { Progress } from './reading-progress.ts';
import { demand, demandWriting, readableBase, readableDocument } from './rights.ts';
import { withProgress, type FollowedDocument } from './following.ts';

export type IngestionServices = {
  tenants: TenantDoor;
  pace: Pace;
  progress: Progress;
  onQueued: (tenant: string) => void;
  /** What is done about this document stops. */
  onCalledOff: (tenant: string, documentId: string) => void;
};

export type IngestionOverview = {
  state: 'idle' | 'reading' | 'paused' | 'held';
  reason: string | null;
  rate: ReturnType<Pace['rateOf']>;
  total: IngestionFigures;
  bases: (IngestionFigures & { baseId: string; paused: boolean })[];
  lanes: (LaneFigures & { id: string })[];
  reading: FollowedDocument[];
};

/** A base, one of its lanes by its id, or everything. */
export type IngestionScope = { baseId?: string; laneId?: string };

const READING_SHOWN = 20;
const DEAD_SHOWN = 1000;

/** Lanes name folders and people: who may see that there is one need not know which. */
const idOfLane = (lane: string): string => sha256(lane).slice(0, 24);

const stateOf = (
  { waiting, reading }: IngestionFigures,
  lanes: readonly LaneFigures[],
  trouble: Problem | null,
): IngestionOverview['state'] => {
  if (waiting + reading === 0) return 'idle';
  if (trouble) return 'held';
  return reading === 0 && lanes.every((lane) => lane.paused || lane.waiting === 0)
    ? 'paused'
    : 'reading';
};

const basesOf = (lanes: readonly LaneFigures[]): IngestionOverview['bases'] =>
  [...Map.groupBy(lanes, ({ baseId }) => baseId)].map(([baseId, own]) => ({
    baseId,
    ...sumOf(own),
    paused: own.every(({ paused }) => paused),
  }));

const readingNow = async (
  stores: TenantStores,
  principal: Principal,
  lanes: readonly LaneFigures[],
): Promise<Document[]> => {
  const baseIds = [...new Set(lanes.flatMap(({ reading, baseId }) => (reading ? [baseId] : [])))];
  const limit = READING_SHOWN;
  const pages = await Promise.all(
    (['extracting', 'indexing'] as const).map((state) =>
      stores.documents.documents({ baseIds, state, limit }),
    ),
  );
  return pages
    .flatMap(({ items }) => items)
    .filter(({ readers }) => mayRead(readers, principal))
    .slice(0, limit);
};

/** What people see of the reading of documents, and how they lead it. */
export const ingestionFunctions = (services: IngestionServices) => {
  const { tenants, pace, progress, onQueued, onCalledOff } = services;

  const lanesOf = async (
    stores: TenantStores,
    principal: Principal,
    baseId?: string,
  ): Promise<LaneFigures[]> => {
    const counts = await stores.documents.laneCounts();
    const pauses = await stores.jobs.pauses();
    const forecast = pace.forecast(stores.tenant, await stores.jobs.backlog());
    const lanes = laneFigures(principal, { counts, pauses, forecast });
    return lanes.filter((lane) => baseId === undefined || lane.baseId === baseId);
  };
  const overview = async (principal: Principal, baseId?: string): Promise<IngestionOverview> => {
    demand(principal, 'knowledge:read');
    const stores = await tenants.open(principal.tenant);
    if (baseId !== undefined) await readableBase(stores, principal, baseId);
    const lanes = await lanesOf(stores, principal, baseId);
    const total = sumOf(lanes);
    const trouble = pace.troubleOf(principal.tenant);
    const state = stateOf(total, lanes, trouble);
    const reading = await readingNow(stores, principal, lanes);
    return {
      state,
      reason: state === 'held' ? (trouble?.detail ?? null) : null,
      rate: pace.rateOf(principal.tenant),
      total,
      bases: basesOf(lanes),
      lanes: lanes.map((lane) => ({ ...lane, id: idOfLane(lane.lane) })),
      reading: await withProgress(stores, progress, reading),
    };
  };
  const lanesToPause = async (
    stores: TenantStores,
    principal: Principal,
    { baseId, laneId }: IngestionScope,
  ): Promise<string> => {
    if (laneId !== undefined) {
      const lanes = await lanesOf(stores, principal, baseId);
      const found = lanes.find(({ lane }) => idOfLane(lane) === laneId);
      if (!found) throw new Problem('not-found', 'There is no such lane.');
      return found.lane;
    }
    if (baseId === undefined) return lanesWithin();
    return lanesWithin({ baseId: (await readableBase(stores, principal, baseId)).id });
  };
  const lead = async (
    principal: Principal,
    scope: IngestionScope,
    how: 'pause' | 'resume',
  ): Promise<IngestionOverview> => {
    demand(principal, 'base:write');
    const stores = await tenants.open(principal.tenant);
    await stores.jobs[how](await lanesToPause(stores, principal, scope));
    onQueued(principal.tenant);
    return overview(principal);
  };

  return {
    overview,
    /** What is being read is read to its end. */
    pause: (principal: Principal, scope: IngestionScope) => lead(principal, scope, 'pause'),
    resume: (principal: Principal, scope: IngestionScope) => lead(principal, scope, 'resume'),

    /** Documents as they are listed, with what is being done with them. */
    follow: async (principal: Principal, documents: readonly Document[]) =>
      withProgress(await tenants.open(principal.tenant), progress, documents),

    /** Ends the reading of a document; what was searched of it before still is. */
    cancel: async (principal: Principal, id: string): Promise<Document> => {
      const stores = await tenants.open(principal.tenant);
      const document = await readableDocument(stores, principal, id);
      await demandWriting(stores, principal, document);
      const kept = document.versionId ? ' Its version before is still searched.' : '';
      const reason = `Reading it was cancelled. Reindex it to read it after all.${kept}`;
      if (!isSettled(document.state) && (await stores.documents.cancel(id, reason)))
        onCalledOff(principal.tenant, id);
      return readableDocument(stores, principal, id);
    },

    /** Reads everything of a base again that failed. */
    retryFailed: async (principal: Principal, baseId: string): Promise<number> => {
      demand(principal, 'document:write');
      const stores = await tenants.open(principal.tenant);
      const base = await readableBase(stores, principal, baseId);
      let documents = 0;
      for await (const document of allDocuments(stores, [base.id], 'failed')) {
        if (!mayRead(document.readers, principal)) continue;
        if (await stores.documents.requeue(document.id)) documents += 1;
      }
      onQueued(principal.tenant);
      return documents;
    },

    /** Documents whose reading was given up after several attempts, newest first. */
    givenUp: async (principal: Principal, baseId?: string) => {
      demand(principal, 'knowledge:read');
      const stores = await tenants.open(principal.tenant);
      const found = [];
      for (const job of await stores.jobs.dead(DEAD_SHOWN)) {
        const document = job.about === null ? null : await stores.documents.document(job.about);
        if (!document || !mayRead(document.readers, principal)) continue;
        if (baseId !== undefined && document.baseId !== baseId) continue;
        found.push({ document, job });
      }
      return found;
    },
  };
};
