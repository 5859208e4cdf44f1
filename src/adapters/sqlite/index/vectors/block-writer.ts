import type { DatabaseSync } from 'node:sqlite';
import { BLOCK, emptyCodes, viewCodes, type Coder } from './codes.ts';
import { bytesIn } from './floats.ts';

type OpenBlock = {
  block: number;
  rows: Uint32Array;
  used: Set<number>;
  /** Read when a code is written. */
  codes: Uint8Array | null;
};

/** Changes blocks inside a transaction: each is read once, and written by `flush`. */
export const makeBlockWriter = (database: DatabaseSync, dimensions: number) => {
  const sql = {
    block: database.prepare('select rows from blocks where block = ?'),
    slots: database.prepare('select slot from vectors where slot between ? and ?'),
    codes: database.prepare('select codes from codes where block = ?'),
    withRoom: database.prepare(`select block from blocks where used < ${BLOCK} limit 1`),
    next: database.prepare('select coalesce(max(block) + 1, 0) as block from blocks'),
    change: database.prepare('update space set change = change + 1 returning change'),
    save: database.prepare(
      `insert into blocks (block, change, coded, used, rows) values (?1, ?2, ?2, ?3, ?4)
       on conflict do update set change = ?2, used = ?3, rows = ?4, coded = iif(?5, ?2, coded)`,
    ),
    saveCodes: database.prepare('insert or replace into codes values (?, ?)'),
  };
  const open = new Map<number, OpenBlock>();

  const read = (block: number): OpenBlock => {
    const stored = sql.block.get(block)?.['rows'];
    const first = block * BLOCK;
    return {
      block,
      rows: stored ? new Uint32Array(bytesIn(stored).buffer) : new Uint32Array(BLOCK),
      used: new Set(
        sql.slots.all(first, first + BLOCK - 1).map(({ slot }) => Number(slot) - first),
      ),
      codes: null,
    };
  };
  const use = (block: number): OpenBlock => {
    const known = open.get(block) ?? read(block);
    open.set(block, known);
    return known;
  };
  const withRoom = (): OpenBlock => {
    for (const known of open.values()) if (known.used.size < BLOCK) return known;
    const stored = sql.withRoom.all().map(({ block }) => Number(block));
    // One that is open was filled in this transaction.
    const block = stored.find((number) => !open.has(number));
    if (block !== undefined) return use(block);
    return use(
      Math.max(Number(sql.next.get()?.['block']), ...[...open.keys()].map((key) => key + 1)),
    );
  };
  const codesOf = (known: OpenBlock): Uint8Array => {
    const stored = sql.codes.get(known.block)?.['codes'];
    known.codes ??= stored ? bytesIn(stored) : emptyCodes(dimensions);
    return known.codes;
  };
  const freePlace = ({ used }: OpenBlock): number => {
    let place = used.size; // mostly they are filled in order
    while (used.has(place % BLOCK)) place += 1;
    return place % BLOCK;
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
    rowOf: (slot: number): number => use(Math.floor(slot / BLOCK)).rows[slot % BLOCK] ?? 0,
    link(slot: number, row: number): void {
      use(Math.floor(slot / BLOCK)).rows[slot % BLOCK] = row;
    },
    free(slot: number): void {
      const known = use(Math.floor(slot / BLOCK));
      known.rows[slot % BLOCK] = 0;
      known.used.delete(slot % BLOCK);
    },
    encode(slot: number, vector: Float32Array, coder: Coder): void {
      const codes = codesOf(use(Math.floor(slot / BLOCK)));
      coder.encode(vector, viewCodes(codes, dimensions), slot % BLOCK);
    },
    flush(): void {
      if (open.size === 0) return;
      const change = Number(sql.change.get()?.['change']);
      for (const { block, rows, used, codes } of open.values()) {
        sql.save.run(block, change, used.size, new Uint8Array(rows.buffer), codes ? 1 : 0);
        if (codes) sql.saveCodes.run(block, codes);
      }
      open.clear();
    },
    /** After a transaction that was rolled back. */
    forget: () => open.clear(),
  };
};
