import type { DatabaseSync } from 'node:sqlite';

/** Part of the file's name: another way to keep vectors is another file. */
export const VECTORS_VERSION = 'v1';

/**
 * The vectors of one space, each in a slot; `key`, made of the passage's text, finds it again for another index of the
 * same passages. `links` say which passage has which slot, in the index file that `generation` names; a passage that
 * can have no vector has a link without a slot. `blocks` are runs of slots: `rows` are the passages, 0 is none, `codes`
 * the codes; `change` counts up, so that who has read them reads only new ones, `coded` is the one that changed codes.
 */
export const createVectorSchema = (
  database: DatabaseSync,
  { space, dimensions, generation }: { space: string; dimensions: number; generation: string },
): void => {
  database.exec(`
    begin immediate;
    create table if not exists vectors (slot integer primary key, key text not null unique, vector blob not null);
    create table if not exists links (row integer primary key, slot integer);
    create table if not exists blocks (
      block integer primary key, change integer not null, coded integer not null, used integer not null, rows blob not null
    );
    create index if not exists blocks_by_change on blocks (change);
    create index if not exists blocks_by_use on blocks (used);
    create table if not exists codes (block integer primary key, codes blob not null);
    create table if not exists space (
      only integer primary key check (only = 1), space text not null, dimensions integer not null, generation text not null,
      served integer not null, change integer not null, linked integer not null, learned integer not null, mean blob not null
    );
  `);
  database
    .prepare('insert or ignore into space values (1, ?, ?, ?, 0, 0, 0, 0, ?)')
    .run(
      space,
      dimensions,
      generation,
      new Uint8Array(dimensions * Float32Array.BYTES_PER_ELEMENT),
    );
  database.exec('commit');
};
