import { DatabaseSync } from 'node:sqlite';
import { BLOCK, dot } from './codes.ts';
import { floatsIn, unit } from './floats.ts';
import { makeKnownCodes } from './known-codes.ts';
import { makeNearest } from './nearest.ts';
import { scanBlock, type RowFilter } from './scan.ts';

/** How many by their codes are compared exactly: more the more vectors there are. */
const LEAST_COMPARED = 200;
const comparedOf = (vectors: number, wanted: number): number =>
  Math.max(LEAST_COMPARED, 2 * wanted, Math.ceil(Math.sqrt(vectors)));

export type Similar = { row: number; similarity: number };

export type Comparison = {
  vector: Float32Array;
  allowed: RowFilter;
  wanted: number;
  /** Rows to be compared in any case: those that are best by words. */
  best: readonly number[];
};

/** What came out, compared exactly; `mean` and `deviation` are, roughly, of everything allowed, `count` of them. */
export type Compared = {
  similar: Similar[];
  best: Similar[];
  count: number;
  mean: number;
  deviation: number;
};

/** A connection that compares vectors of one space. The file has to be there. */
export const openVectorSearch = (file: string) => {
  const database = new DatabaseSync(file, { readOnly: true, timeout: 10_000 });
  database.exec('pragma cache_size = -8000');
  const sql = {
    space: database.prepare('select space from space'),
    vector: database.prepare('select vector from vectors where slot = ?'),
    linked: database.prepare('select slot from links where row = ? and slot is not null'),
  };
  const codes = makeKnownCodes(database);
  const inTransaction = <Result>(work: () => Result): Result => {
    database.exec('begin');
    try {
      return work();
    } finally {
      database.exec('commit');
    }
  };

  const compare = ({ vector, allowed, wanted, best }: Comparison): Compared => {
    const { blocks, coder } = codes.current();
    const asked = unit(vector, codes.dimensions);
    const question = coder.question(asked);
    const nearest = makeNearest(comparedOf(blocks.length * BLOCK, wanted));
    const spread = { count: 0, sum: 0, squares: 0 };
    for (const block of blocks) scanBlock(block, { question, allowed, nearest, spread });

    const exactly = (slot: number, row: number): Similar => ({
      row,
      similarity: dot(asked, floatsIn(sql.vector.get(slot)?.['vector'])),
    });
    const rowIn = (slot: number): number =>
      blocks[Math.floor(slot / BLOCK)]?.rows[slot % BLOCK] ?? 0;
    const mean = spread.sum / Math.max(1, spread.count);
    return {
      similar: nearest
        .slots()
        .toSorted((left, right) => left - right) // as they lie in the file
        .map((slot) => exactly(slot, rowIn(slot)))
        .toSorted((left, right) => right.similarity - left.similarity || left.row - right.row)
        .slice(0, wanted),
      best: best.flatMap((row) =>
        sql.linked.all(row).map(({ slot }) => exactly(Number(slot), row)),
      ),
      count: spread.count,
      mean: mean + question.offset,
      deviation: Math.sqrt(Math.max(0, spread.squares / Math.max(1, spread.count) - mean * mean)),
    };
  };

  return {
    /** The space whose vectors these are. */
    space: (): string => String(sql.space.get()?.['space']),
    compare: (comparison: Comparison): Compared => inTransaction(() => compare(comparison)),
    /** Reads ahead what the first question would have to wait for, so many blocks at most. False: there are more. */
    warm: (most: number): boolean => inTransaction(() => codes.catchUp(most)),
    close: () => database.close(),
  };
};

export type VectorSearch = ReturnType<typeof openVectorSearch>;
