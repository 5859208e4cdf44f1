import type { DatabaseSync } from 'node:sqlite';
import { ANALYSER } from '../../../lib/language/stems.ts';

/** This program reads and writes files of this schema, whichever analyser made them. */
export const SCHEMA = 's7';

/** Part of the file's name: another schema or analyser is another file. */
export const INDEX_VERSION = `${SCHEMA}a${ANALYSER}`;

/** The mark of a file that has all of the schema; the schema's own version is part of the name. */
const WHOLE = 1;

/**
 * `stems` finds: `title` and `body` hold stems, `scope` tokens for base, readers, document and metadata, so that the
 * filter is part of the text query. `passages` says what there is, `texts` holds what is shown, `stem_lines` the stems
 * that are scored again: headings above, own heading, text. They are apart because a search reads the stems of a hundred
 * passages and the texts of ten, from all over the file. Rows are never used twice. `parts` are runs of rows of one document and scope;
 * `change` counts up, so that who has read them reads only new ones. `facts` are the metadata, value by value.
 * `gone` are rows whose vectors are to be taken away. `generation` tells this file from another index of the same.
 * `words` lists every stem there ever was, for the repair of misspelt ones, with their
 * marks, which are dear to make. `totals` saves counting.
 */
export const createSchema = (database: DatabaseSync): void => {
  if (database.prepare('pragma user_version').get()?.['user_version'] === WHOLE) return; // nothing is written
  database.exec(`
    begin immediate;
    create table if not exists totals (
      only integer primary key check (only = 1), passages integer not null, length integer not null, changes integer not null, generation text not null
    );
    insert or ignore into totals values (1, 0, 0, 0, lower(hex(randomblob(16))));
    create table if not exists documents (
      document integer primary key autoincrement, document_id text not null unique, version_number integer not null,
      metadata text not null, changed_at integer not null, authority real not null, fresh_at integer not null
    );
    create table if not exists facts (
      name text not null, value text not null, document integer not null, primary key (name, value, document)
    ) without rowid;
    create index if not exists facts_of_document on facts (document);
    create table if not exists scopes (
      scope integer primary key, base_id text not null, readers text not null, language text not null,
      passages integer not null, unique (base_id, readers, language)
    );
    create table if not exists parts (
      first integer primary key, passages integer not null, length integer not null, document integer not null,
      scope integer not null, change integer not null
    );
    create index if not exists parts_of_document on parts (document);
    create index if not exists parts_by_change on parts (change);
    create table if not exists passages (
      row integer primary key autoincrement, document integer not null, scope integer not null, id text not null, version_id text not null,
      key text not null, title text not null, headings text not null, page integer, start integer not null, end integer not null,
      length integer not null
    );
    create table if not exists texts (row integer primary key, text text not null);
    create table if not exists stem_lines (row integer primary key, stems text not null);
    create index if not exists passages_by_id on passages (id);
    create table if not exists gone (first integer primary key, passages integer not null);
    create table if not exists words (run integer primary key, size integer not null, stems text not null, marks blob not null);
    create virtual table if not exists stems using fts5(
      title, body, scope, content = '', contentless_delete = 1, tokenize = "ascii tokenchars '_'"
    );
    -- Documents come one by one: merging eight small segments at a time halves the merging.
    insert into stems (stems, rank) values ('automerge', 8);
    create virtual table if not exists vocabulary using fts5vocab(stems, 'row');
    pragma user_version = ${WHOLE};
    commit;
  `);
};
