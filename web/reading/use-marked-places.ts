import { useMemo } from 'react';
import { useAllPlaces, usePlaces, type Place } from '../api/queries.ts';
import { useMarks } from './marks.tsx';
import type { Mark } from './text-blocks.ts';

export type MarkedPlace = Place & { kind: Mark['kind'] };
const nowhere: Place[] = [];
/** Of a word that stands everywhere on a page the first ones are shown. */
const MOST_FOUND = 40;

/** Where the cited words, and on the page that a search is at those that it found, stand. */
export const useMarkedPlaces = (versionId: string) => {
  const marks = useMarks();
  const cited = marks.find(({ kind }) => kind === 'cited');
  const current = marks.find(({ kind }) => kind === 'current');
  const others = current
    ? marks.filter(({ kind, page }) => kind === 'found' && page === current.page)
    : [];
  const asked = ({ start, end }: Mark) => ({ versionId, start, end });
  const citedPlaces = usePlaces(cited ? asked(cited) : null);
  const currentPlaces = usePlaces(current ? asked(current) : null);
  const foundBoxes = useAllPlaces(others.slice(0, MOST_FOUND).map(asked));
  const citedBoxes = citedPlaces.data?.boxes ?? nowhere;
  const currentBoxes = currentPlaces.data?.boxes ?? nowhere;
  const boxes = useMemo<MarkedPlace[]>(
    () => [
      ...currentBoxes.map((box) => ({ ...box, kind: 'current' as const })),
      ...citedBoxes.map((box) => ({ ...box, kind: 'cited' as const })),
      ...foundBoxes.map((box) => ({ ...box, kind: 'found' as const })),
    ],
    [citedBoxes, currentBoxes, foundBoxes],
  );
  const isLoading = citedPlaces.isLoading || currentPlaces.isLoading;
  /** The words are in the text, but not on a page. */
  const missing = cited !== undefined && citedPlaces.isSuccess && citedBoxes.length === 0;
  return { boxes, isLoading, missing };
};
