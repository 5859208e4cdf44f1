import type { DatabaseSync } from 'node:sqlite';
import { freePlace, makeBlockReader, type OpenBlock } from './block-reader.ts';
import { BLOCK, viewCodes, type Coder } from './codes.ts';

/** Changes blocks inside a transaction: each is read once, and written by `flush`. */
export const makeBlockWriter = (database: DatabaseSync, dimensions: number) => {
  const sql = {
    change: database.prepare('update space set change = change + 1 returning change'),
    save: database.prepare(
      `insert into blocks (block, change, coded, used, rows) values (?1, ?2, ?2, ?3, ?4)
       on conflict do update set change = ?2, used = ?3, rows = ?4, coded = iif(?5, ?2, coded)`,
    ),
    saveCodes: database.prepare('insert or replace into codes values (?, ?)'),
  };
  const reader = makeBlockReader(database, dimensions);
  const open = new Map<number, OpenBlock>();

  const use = (block: number): OpenBlock => {
    const known = open.get(block) ?? reader.read(block);
    open.set(block, known);
    return known;
  };
  const blockOf = (slot: number): OpenBlock => use(Math.floor(slot / BLOCK));
  let filling: OpenBlock | undefined;
  const withRoom = (): OpenBlock => {
    if (!filling || filling.used.size === BLOCK)
      filling = use(
        reader.blockWithRoom(
          [...open.values()].flatMap(({ block, used }) => (used.size === BLOCK ? block : [])),
        ),
      );
    return filling;
  };
  const forget = (): void => {
    open.clear();
    filling = undefined;
  };

  return {
    /** A slot for a vector that is to be stored. */
    take(row: number): number {
      const known = withRoom();
      const place = freePlace(known);
      known.used.add(place);
      known.rows[place] = row;
      return known.block * BLOCK + place;
    },
    rowOf: (slot: number): number => blockOf(slot).rows[slot % BLOCK] ?? 0,
    link(slot: number, row: number): void {
      blockOf(slot).rows[slot % BLOCK] = row;
    },
    free(slot: number): void {
      const known = blockOf(slot);
      known.rows[slot % BLOCK] = 0;
      known.used.delete(slot % BLOCK);
    },
    encode(slot: number, vector: Float32Array, coder: Coder): void {
      const codes = reader.codesOf(blockOf(slot));
      coder.encode(vector, viewCodes(codes, dimensions), slot % BLOCK);
    },
    flush(): void {
      if (open.size === 0) return;
      const change = Number(sql.change.get()?.['change']);
      for (const { block, rows, used, codes } of open.values()) {
        sql.save.run(block, change, used.size, new Uint8Array(rows.buffer), codes ? 1 : 0);
        if (codes) sql.saveCodes.run(block, codes);
      }
      forget();
    },
    /** After a transaction that was rolled back. */
    forget,
  };
};
