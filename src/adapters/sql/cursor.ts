import { Problem } from '../../domain/problem.ts';
import type { PageOf } from '../../ports/conversation-store.ts';

/** Place in a list that is ordered by a time, or a name, and, where that is equal, by id. */
export type Place<At extends number | string> = { at: At; id: string };

const timed = /^(?<at>\d{1,15}) (?<id>[\w-]{1,200})$/;
const named = /^"(?<at>.*)" (?<id>[\w-]{1,200})$/s;

const toCursor = ({ at, id }: Place<number | string>): string =>
  Buffer.from(`${typeof at === 'string' ? `"${at}"` : at} ${id}`).toString('base64url');

const read = (cursor: string, form: RegExp): Place<string> => {
  const { at, id } = form.exec(Buffer.from(cursor, 'base64url').toString())?.groups ?? {};
  if (at === undefined || id === undefined)
    throw new Problem('invalid-request', 'This cursor is not one of ours. Start without one.', {
      field: 'cursor',
    });
  return { at, id };
};

export const fromCursor = (cursor: string): Place<number> => {
  const { at, id } = read(cursor, timed);
  return { at: Number(at), id };
};

/** Of a list in the order of names. */
export const fromNameCursor = (cursor: string): Place<string> => read(cursor, named);

/** A page out of rows that were read with one more than the limit. */
export const pageFrom = <Item>(
  items: Item[],
  limit: number,
  placeOf: (item: Item) => Place<number | string>,
): PageOf<Item> => {
  const page = items.slice(0, limit);
  const last = page.at(-1);
  return { items: page, cursor: items.length > limit && last ? toCursor(placeOf(last)) : null };
};
