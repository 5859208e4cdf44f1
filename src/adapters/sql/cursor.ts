import { Problem } from '../../domain/problem.ts';
import type { PageOf } from '../../ports/conversation-store.ts';

/** Place in a list that is ordered by a time and, where that is equal, by id. */
type Place = { at: number; id: string };

const wellFormed = /^(\d{1,15}) ([\w-]{1,200})$/;

const toCursor = ({ at, id }: Place): string => Buffer.from(`${at} ${id}`).toString('base64url');

export const fromCursor = (cursor: string): Place => {
  const [, at, id] = wellFormed.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (at === undefined || id === undefined)
    throw new Problem('invalid-request', 'This cursor is not one of ours. Start without one.', {
      field: 'cursor',
    });
  return { at: Number(at), id };
};

/** A page out of rows that were read with one more than the limit. */
export const pageFrom = <Item>(
  items: Item[],
  limit: number,
  placeOf: (item: Item) => Place,
): PageOf<Item> => {
  const page = items.slice(0, limit);
  const last = page.at(-1);
  return { items: page, cursor: items.length > limit && last ? toCursor(placeOf(last)) : null };
};
