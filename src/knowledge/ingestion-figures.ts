import { isSettled } from '../domain/document.ts';
import { isWithin, partsOfLane } from '../domain/lane.ts';
import { mayRead, type Principal } from '../domain/principal.ts';
import type { LaneCount } from '../ports/document-register.ts';

/** How the documents of a lane, a base or all stand. */
export type IngestionFigures = {
  documents: number;
  done: number;
  failed: number;
  cancelled: number;
  waiting: number;
  reading: number;
  bytes: number;
  bytesDone: number;
  /** Until nothing waits, as far as it can be told. */
  secondsLeft: number | null;
};

export type LaneFigures = IngestionFigures & { lane: string; baseId: string; paused: boolean };

const nothing = (): IngestionFigures => ({
  documents: 0,
  done: 0,
  failed: 0,
  cancelled: 0,
  waiting: 0,
  reading: 0,
  bytes: 0,
  bytesDone: 0,
  secondsLeft: null,
});

const count = (figures: IngestionFigures, { state, documents, bytes }: LaneCount): void => {
  figures.documents += documents;
  figures.bytes += bytes;
  if (isSettled(state)) {
    figures.done += documents;
    figures.bytesDone += bytes;
  }
  if (state === 'failed' || state === 'cancelled') figures[state] += documents;
  if (state === 'queued') figures.waiting += documents;
  if (state === 'extracting' || state === 'indexing') figures.reading += documents;
};

type Known = {
  counts: readonly LaneCount[];
  pauses: readonly string[];
  /** Milliseconds left by lane. */
  forecast: ReadonlyMap<string, number>;
};

/** The lanes of which the principal may read something, counting nothing else. */
export const laneFigures = (
  principal: Principal,
  { counts, pauses, forecast }: Known,
): LaneFigures[] => {
  const lanes = new Map<string, LaneFigures>();
  for (const part of counts) {
    const { lane } = part;
    if (!mayRead(part.readers, principal)) continue;
    const known = lanes.get(lane) ?? {
      ...nothing(),
      lane,
      baseId: partsOfLane(lane).baseId,
      paused: pauses.some((lanes) => isWithin(lane, lanes)),
    };
    lanes.set(lane, known);
    count(known, part);
  }
  for (const figures of lanes.values()) {
    const left = forecast.get(figures.lane);
    if (left !== undefined && figures.documents > figures.done)
      figures.secondsLeft = Math.ceil(left / 1000);
  }
  return [...lanes.values()];
};

/** The last of them to end ends them all. */
export const sumOf = (parts: readonly IngestionFigures[]): IngestionFigures => {
  const sum = nothing();
  for (const { secondsLeft, ...part } of parts) {
    for (const [name, value] of Object.entries(part)) {
      if (name in sum && typeof value === 'number') sum[name as keyof typeof part] += value;
    }
    if (secondsLeft !== null) sum.secondsLeft = Math.max(sum.secondsLeft ?? 0, secondsLeft);
  }
  return sum;
};
