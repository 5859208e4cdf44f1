import type { DatabaseSync } from 'node:sqlite';
import { BLOCK, makeCoder, viewCodes } from './codes.ts';
import { bytesIn, floatsIn } from './floats.ts';
import type { ScannedBlock } from './scan.ts';

/** The codes of a space in memory; only blocks that changed are read again. */
export const makeKnownCodes = (database: DatabaseSync) => {
  const sql = {
    space: database.prepare('select dimensions, change, mean from space'),
    changed: database.prepare('select block, change, coded from blocks where change > ?'),
    rows: database.prepare('select rows from blocks where block = ?'),
    codes: database.prepare('select codes from codes where block = ?'),
  };
  const dimensions = Number(sql.space.get()?.['dimensions']);
  const blocks: ScannedBlock[] = [];
  /** The change of each block at which it was read. */
  const readAt: number[] = [];
  /** All blocks are known as they were at this change of the space. */
  let seen = -1;
  let coder = makeCoder(new Float32Array());

  const readBlock = (block: number, coded: number): void => {
    const before = blocks[block];
    const codes =
      before && coded <= (readAt[block] ?? -1)
        ? before
        : viewCodes(bytesIn(sql.codes.get(block)?.['codes']), dimensions);
    const rows = new Uint32Array(bytesIn(sql.rows.get(block)?.['rows']).buffer);
    blocks[block] = { ...codes, rows, first: block * BLOCK };
  };

  /** Brings the codes up to the open transaction, reading so many blocks at most. False: there are more. */
  const catchUp = (most: number): boolean => {
    const space = sql.space.get() ?? {};
    if (space['change'] === seen) return true;
    let left = most;
    for (const row of sql.changed.all(seen)) {
      const [block, change] = [Number(row['block']), Number(row['change'])];
      if (readAt[block] === change) continue;
      if (left === 0) return false;
      left -= 1;
      readBlock(block, Number(row['coded']));
      readAt[block] = change;
    }
    coder = makeCoder(floatsIn(space['mean']));
    seen = Number(space['change']);
    return true;
  };

  return {
    dimensions,
    catchUp,
    /** As they stand in the open transaction. */
    current(): { blocks: readonly ScannedBlock[]; coder: typeof coder } {
      catchUp(Number.POSITIVE_INFINITY);
      return { blocks, coder };
    },
  };
};
