import { DatabaseSync } from 'node:sqlite';
import { makeBlockWriter } from './block-writer.ts';
import { makeCoder } from './codes.ts';
import { bytesOf, floatsIn } from './floats.ts';
import { createVectorSchema } from './vector-schema.ts';

export type SpaceName = { space: string; dimensions: number };
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
  space: database.prepare('select * from space'),
  setGeneration: database.prepare(
    'update space set generation = ?, linked = 0, change = change + 1',
  ),
  deleteLinks: database.prepare('delete from links'),
  clearRows: database.prepare(
    'update blocks set rows = zeroblob(length(rows)), change = (select change from space)',
  ),
  setServed: database.prepare('update space set served = ?'),
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

const open = (file: string): DatabaseSync => {
  const database = new DatabaseSync(file, { timeout: 10_000 });
  // Five vectors of 384 dimensions fill a page of this size.
  database.exec(
    'pragma page_size = 8192; pragma journal_mode = wal; pragma synchronous = full; pragma cache_size = -16000',
  );
  return database;
};

/**
 * The one connection that writes the vectors of one space; makes the file when it is not there. `generation` names the
 * index file whose rows are meant: after another one, all vectors wait for their passages to come again.
 */
export const openVectorFile = (
  file: string,
  { name, generation }: { name?: SpaceName; generation: string },
) => {
  const database = open(file);
  if (name) createVectorSchema(database, { ...name, generation });
  const sql = statements(database);
  const stored = sql.space.get();
  const dimensions = Number(stored?.['dimensions']);
  const blocks = makeBlockWriter(database, dimensions);
  let coder = makeCoder(floatsIn(stored?.['mean']));

  const inTransaction = (work: () => void): void => {
    database.exec('begin immediate');
    try {
      work();
      blocks.flush();
      database.exec('commit');
    } catch (thrown) {
      if (database.isTransaction) database.exec('rollback');
      blocks.forget();
      coder = makeCoder(floatsIn(sql.space.get()?.['mean']));
      throw thrown;
    }
  };

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

  const addOne = ({ row, key }: LinkedPassage, vector: Float32Array | null): void => {
    const link = sql.linkOf.get(row);
    if (!link) sql.countLinked.run(1);
    const known = link?.['slot'] ?? sql.slotOf.get(key)?.['slot'];
    if (!vector) {
      if (known !== null && known !== undefined) forget(Number(known));
      sql.link.run(row, null);
      return;
    }
    const slot = known === null || known === undefined ? blocks.take(row) : Number(known);
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

  if (stored && stored['generation'] !== generation)
    inTransaction(() => {
      sql.setGeneration.run(generation);
      sql.deleteLinks.run();
      sql.clearRows.run();
    });

  return {
    about() {
      const { space, linked, served } = sql.space.get() ?? {};
      return { space: String(space), dimensions, linked: Number(linked), served: Number(served) };
    },
    add(entries: readonly { passage: LinkedPassage; vector: Float32Array | null }[]): void {
      inTransaction(() => {
        for (const { passage, vector } of entries) addOne(passage, vector);
        learn();
      });
    },
    /** What `publish` brought and took: vectors of passages that came again stay. */
    follow(added: readonly LinkedPassage[], gone: readonly RowRange[]): void {
      inTransaction(() => {
        for (const passage of added) linkAgain(passage);
        for (const range of gone) takeAway(range);
      });
    },
    /** Which of these rows have a vector, or can have none. */
    linkedIn: ({ first, passages }: RowRange): Set<number> =>
      new Set(sql.links.all(first, first + passages - 1).map(({ row }) => Number(row))),
    serve: (since: number): void => void sql.setServed.run(since),
    rest: () => database.exec('pragma shrink_memory'),
    close: () => database.close(),
  };
};

export type VectorFile = ReturnType<typeof openVectorFile>;
