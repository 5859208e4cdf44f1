import type { PlacedPassage } from '../domain/passage.ts';
import { Problem } from '../domain/problem.ts';
import type { PageOf } from '../ports/conversation-store.ts';

const wellFormed = /^([\w-]{1,100})\.(\d{1,9})$/u;

/** One page of a document's passages. A cursor holds for the version that it was made of. */
export const passagePage = (
  passages: PlacedPassage[],
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): PageOf<PlacedPassage> => {
  const [, versionId, place] = wellFormed.exec(cursor ?? '') ?? [];
  if (cursor !== undefined && versionId !== passages[0]?.versionId)
    throw new Problem(
      'invalid-request',
      'The document has changed since this cursor was made. Start without one.',
      { field: 'cursor' },
    );
  const from = Number(place ?? 0);
  const items = passages.slice(from, from + limit);
  const next = from + items.length;
  const [first] = items;
  return { items, cursor: first && next < passages.length ? `${first.versionId}.${next}` : null };
};
