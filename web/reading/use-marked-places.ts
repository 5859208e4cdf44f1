import { useMemo } from 'react';
import { usePlaces, type Place } from '../api/queries.ts';
import { useMarks } from './marks.tsx';
import type { Mark } from './text-blocks.ts';

export type MarkedPlace = Place & { kind: Mark['kind'] };
const nowhere: Place[] = [];

/** Where the cited words, and those that a search is at, stand on the pages. */
export const useMarkedPlaces = (versionId: string) => {
  const marks = useMarks();
  const cited = marks.find(({ kind }) => kind === 'cited');
  const current = marks.find(({ kind }) => kind === 'current');
  const wish = (mark: Mark | undefined) =>
    mark ? { versionId, start: mark.start, end: mark.end } : null;
  const citedPlaces = usePlaces(wish(cited));
  const currentPlaces = usePlaces(wish(current));
  const citedBoxes = citedPlaces.data?.boxes ?? nowhere;
  const currentBoxes = currentPlaces.data?.boxes ?? nowhere;
  const boxes = useMemo<MarkedPlace[]>(
    () => [
      ...currentBoxes.map((box) => ({ ...box, kind: 'current' as const })),
      ...citedBoxes.map((box) => ({ ...box, kind: 'cited' as const })),
    ],
    [citedBoxes, currentBoxes],
  );
  const isLoading = citedPlaces.isLoading || currentPlaces.isLoading;
  /** The words are in the text, but not on a page. */
  const missing = cited !== undefined && citedPlaces.isSuccess && citedBoxes.length === 0;
  return { boxes, isLoading, missing };
};
