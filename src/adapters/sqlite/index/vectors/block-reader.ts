import type { DatabaseSync } from 'node:sqlite';
import { BLOCK, emptyCodes } from './codes.ts';
import { bytesIn } from './floats.ts';

/** A block that is about to change. */
export type OpenBlock = {
  block: number;
  rows: Uint32Array;
  used: Set<number>;
  /** Read when a code is written. */
  codes: Uint8Array | null;
};

/** A place that no vector has. */
export const freePlace = ({ used }: OpenBlock): number => {
  let place = used.size; // mostly they are filled in order
  while (used.has(place % BLOCK)) place += 1;
  return place % BLOCK;
};

/** Reads blocks to change them. */
export const makeBlockReader = (database: DatabaseSync, dimensions: number) => {
  const sql = {
    block: database.prepare('select rows from blocks where block = ?'),
    slots: database.prepare('select slot from vectors where slot between ? and ?'),
    codes: database.prepare('select codes from codes where block = ?'),
    withRoom: database.prepare(
      `select block from blocks where used < ${BLOCK} and block not in (select value from json_each(?)) limit 1`,
    ),
    next: database.prepare('select coalesce(max(block) + 1, 0) as block from blocks'),
  };
  return {
    read(block: number): OpenBlock {
      const stored = sql.block.get(block)?.['rows'];
      const first = block * BLOCK;
      const slots = sql.slots.all(first, first + BLOCK - 1);
      return {
        block,
        rows: stored ? new Uint32Array(bytesIn(stored).buffer) : new Uint32Array(BLOCK),
        used: new Set(slots.map(({ slot }) => Number(slot) - first)),
        codes: null,
      };
    },
    /** A block with room beside those that are open and full, or the number of a new one. */
    blockWithRoom(open: readonly number[]): number {
      const stored = sql.withRoom.get(JSON.stringify(open))?.['block'];
      if (stored !== undefined) return Number(stored);
      return Math.max(Number(sql.next.get()?.['block']), ...open.map((block) => block + 1));
    },
    codesOf(known: OpenBlock): Uint8Array {
      if (!known.codes) {
        const stored = sql.codes.get(known.block)?.['codes'];
        known.codes = stored ? bytesIn(stored) : emptyCodes(dimensions);
      }
      return known.codes;
    },
  };
};
