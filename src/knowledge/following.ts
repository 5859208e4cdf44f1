import { type Document, isSettled } from '../domain/document.ts';
import { isWithin } from '../domain/lane.ts';
import type { TenantStores } from '../ports/tenant-stores.ts';
import type { Progress, ReadingProgress } from './reading-progress.ts';

export type FollowedProgress = Omit<ReadingProgress, 'stage'> & {
  stage: ReadingProgress['stage'] | 'waiting' | 'paused';
  /** Among what waits, 1 is next. */
  place: number | null;
};
export type FollowedDocument = Document & { progress: FollowedProgress | null };

/** Documents with what is being done with each; null for what is done. */
export const withProgress = async (
  stores: TenantStores,
  progress: Progress,
  documents: readonly Document[],
): Promise<FollowedDocument[]> => {
  const { tenant, jobs } = stores;
  const under = new Map(documents.map(({ id }) => [id, progress.of(tenant, id)]));
  const waiting = documents.filter(({ id, state }) => !isSettled(state) && !under.get(id));
  const places = await jobs.places(waiting.map(({ id }) => id));
  const pauses = waiting.length === places.size ? [] : await jobs.pauses();
  return documents.map((document) => {
    const known = under.get(document.id);
    if (known) return { ...document, progress: { ...known, place: null } };
    if (isSettled(document.state)) return { ...document, progress: null };
    const place = places.get(document.id) ?? null;
    const paused = place === null && pauses.some((lanes) => isWithin(document.lane, lanes));
    const stage = paused ? 'paused' : 'waiting';
    return { ...document, progress: { stage, place, done: null, total: null } };
  });
};
