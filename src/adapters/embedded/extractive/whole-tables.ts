import { isRow } from './passage-parts.ts';
import type { Sentence } from './sentence-scores.ts';

/** Of a table or list that is quoted whole. */
const MOST_ROWS = 12;

/**
 * A row of a table says little without the names of its columns, and what announces a list says nothing without the
 * list. So with a chosen row come the names of its columns and every row that tells as much of what was asked: where no
 * row is asked for, all of them. Only an item that was chosen besides, for what stands above it, comes alone.
 */
export const withTables = (chosen: readonly Sentence[], all: readonly Sentence[]): Sentence[] =>
  chosen.flatMap((one, place) => {
    const members = all.filter(({ table }) => table === one.table);
    const header = members.filter((member) => !isRow(member));
    if (place > 0 && one.kind === 'item' && one.own.length === 0) return [...header, one];
    const rows = members.filter(isRow);
    const asked = isRow(one)
      ? rows.filter((row) => row === one || !rows.some((other) => tellsMore(other, row)))
      : rows;
    const from = Math.max(0, asked.indexOf(one) + 1 - MOST_ROWS);
    return [...header, ...asked.slice(from, from + MOST_ROWS)];
  });

/** All that the other row has of the question, and something besides. */
const tellsMore = ({ own }: Sentence, other: Sentence): boolean =>
  own.length > other.own.length && other.own.every((term) => own.includes(term));
