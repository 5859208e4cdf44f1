import type { Document } from '../domain/document.ts';
import { partsOfLane } from '../domain/lane.ts';
import { type Principal, mayRead } from '../domain/principal.ts';
import type { Problem } from '../domain/problem.ts';
import { sha256 } from '../lib/ids.ts';
import type { TenantDoor, TenantStores } from '../ports/tenant-stores.ts';
import { type FollowedDocument, withProgress } from './following.ts';
import {
  type IngestionFigures,
  type LaneFigures,
  laneFigures,
  sumOf,
} from './ingestion-figures.ts';
import type { IndexProgress, IndexState } from './index-progress.ts';
import type { Pace } from './pace.ts';
import type { Progress } from './reading-progress.ts';
import { demand, readableBase } from './rights.ts';

export type IngestionOverview = {
  state: 'idle' | 'reading' | 'paused' | 'held';
  reason: string | null;
  /** Null: the index is as it should be. In percent: how many there are is not everybody's to know. */
  index: { state: IndexState['state']; percent: number } | null;
  rate: ReturnType<Pace['rateOf']>;
  total: IngestionFigures;
  bases: (IngestionFigures & { baseId: string; paused: boolean })[];
  lanes: (LaneFigures & { id: string })[];
  reading: FollowedDocument[];
};

const READING_SHOWN = 20;

/** Lanes name folders and people: who may see that there is one need not know which. */
export const idOfLane = (lane: string): string => sha256(lane).slice(0, 24);

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

const indexView = (known: IndexState | null): IngestionOverview['index'] =>
  known && {
    state: known.state,
    percent: Math.floor((100 * known.done) / Math.max(1, known.total)),
  };

export type OverviewServices = {
  tenants: TenantDoor;
  pace: Pace;
  progress: Progress;
  indexProgress: IndexProgress;
};

/** How far the reading of documents is, of what a principal may read. */
export const ingestionOverview = ({ tenants, pace, progress, indexProgress }: OverviewServices) => {
  const lanesOf = async (
    stores: TenantStores,
    principal: Principal,
    baseId?: string,
  ): Promise<LaneFigures[]> => {
    const bases = (await stores.documents.bases()).filter(({ readers }) =>
      mayRead(readers, principal),
    );
    const open = new Set(bases.map(({ id }) => id));
    const all = await stores.documents.laneCounts();
    const counts = all.filter(({ lane }) => open.has(partsOfLane(lane).baseId));
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
      index: indexView(indexProgress.of(principal.tenant)),
      // That much is read tells of documents of others where nothing of one's own waits.
      rate: state === 'idle' ? null : pace.rateOf(principal.tenant),
      total,
      bases: basesOf(lanes),
      lanes: lanes.map((lane) => ({ ...lane, id: idOfLane(lane.lane) })),
      reading: await withProgress(stores, progress, reading),
    };
  };
  return { lanesOf, overview };
};
