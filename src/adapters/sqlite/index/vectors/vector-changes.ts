import type { DatabaseSync } from 'node:sqlite';
import { makeBlockWriter } from './block-writer.ts';
import { makeCoder } from './codes.ts';
import { bytesOf, floatsIn } from './floats.ts';

export type LinkedPassage = { row: number; key: string };
export type RowRange = { first: number; passages: number };

/** The mean is learnt anew when there are so many times more vectors than it was learnt from, up to a limit. */
const LEARN_AGAIN = 16;
const LEARN_UP_TO = 100_000;
const LEARN_FROM = 4_000;

const meanOf = (vectors: readonly Float32Array[], dimensions: number): Float32Array => {
  const mean = new Float32Array(dimensions);
  for (const vector of vectors)
    for (let at = 0; at < dimensions; at += 1)
      mean[at] = (mean[at] ?? 0) + (vector[at] ?? 0) / vectors.length;
  return mean;
};

const statements = (database: DatabaseSync) => ({
  space: database.prepare('select dimensions, linked, learned, mean from space'),
  setGeneration: database.prepare(
    'update space set generation = ?, linked = 0, change = change + 1',
  ),
  deleteLinks: database.prepare('delete from links'),
  clearRows: database.prepare(
    'update blocks set rows = zeroblob(length(rows)), change = (select change from space)',
  ),
  learnt: database.prepare('update space set learned = ?, mean = ?'),
  sample: database.prepare(`select vector from vectors order by key limit ${LEARN_FROM}`),
  all: database.prepare('select slot, vector from vectors'),
  slotOf: database.prepare('select slot from vectors where key = ?'),
  save: database.prepare('insert or replace into vectors (slot, key, vector) values (?, ?, ?)'),
  remove: database.prepare('delete from vectors where slot = ?'),
  link: database.prepare('insert or replace into links (row, slot) values (?, ?)'),
  linkOf: database.prepare('select slot from links where row = ?'),
  links: database.prepare('select row, slot from links where row between ? and ?'),
  unlink: database.prepare('delete from links where row between ? and ?'),
  countLinked: database.prepare('update space set linked = linked + ?'),
});

/** What is done to the vectors of one space inside a transaction; `flush` belongs to its end. */
export const makeVectorChanges = (database: DatabaseSync) => {
  const sql = statements(database);
  const { dimensions: stored, mean } = sql.space.get() ?? {};
  const dimensions = Number(stored);
  const blocks = makeBlockWriter(database, dimensions);
  let coder = makeCoder(floatsIn(mean));

  /** Codes are the better the nearer the mean is to that of all vectors. */
  const learn = (): void => {
    const { linked = 0, learned = 0 } = sql.space.get() ?? {};
    if (Number(linked) > LEARN_UP_TO || Number(linked) < LEARN_AGAIN * Number(learned)) return;
    const mean = meanOf(
      sql.sample.all().map(({ vector }) => floatsIn(vector)),
      dimensions,
    );
    sql.learnt.run(Number(linked), bytesOf(mean));
    coder = makeCoder(mean);
    for (const { slot, vector } of sql.all.iterate())
      blocks.encode(Number(slot), floatsIn(vector), coder);
  };

  const forget = (slot: number): void => {
    sql.remove.run(slot);
    blocks.free(slot);
  };

  const add = ({ row, key }: LinkedPassage, vector: Float32Array | null): void => {
    const link = sql.linkOf.get(row);
    if (!link) sql.countLinked.run(1);
    const known = link?.['slot'] ?? sql.slotOf.get(key)?.['slot'];
    const before = typeof known === 'number' ? known : null;
    if (!vector) {
      if (before !== null) forget(before);
      sql.link.run(row, null);
      return;
    }
    const slot = before ?? blocks.take(row);
    sql.save.run(slot, key, bytesOf(vector));
    sql.link.run(row, slot);
    blocks.link(slot, row);
    blocks.encode(slot, vector, coder);
  };

  const linkAgain = ({ row, key }: LinkedPassage): void => {
    const slot = sql.slotOf.get(key)?.['slot'];
    if (slot === undefined) return;
    if (!sql.linkOf.get(row)) sql.countLinked.run(1);
    sql.link.run(row, Number(slot));
    blocks.link(Number(slot), row);
  };

  const takeAway = ({ first, passages }: RowRange): void => {
    const last = first + passages - 1;
    const links = sql.links.all(first, last);
    for (const { row, slot } of links)
      // Linked to another row by now: the same passage was published again.
      if (slot !== null && blocks.rowOf(Number(slot)) === Number(row)) forget(Number(slot));
    sql.unlink.run(first, last);
    sql.countLinked.run(-links.length);
  };

  return {
    add,
    learn,
    linkAgain,
    takeAway,
    /** Of another index file: all vectors wait for their passages to come again. */
    forgetLinks(generation: string): void {
      sql.setGeneration.run(generation);
      sql.deleteLinks.run();
      sql.clearRows.run();
    },
    flush: blocks.flush,
    /** After a transaction that was rolled back. */
    undone(): void {
      blocks.forget();
      coder = makeCoder(floatsIn(sql.space.get()?.['mean']));
    },
  };
};
