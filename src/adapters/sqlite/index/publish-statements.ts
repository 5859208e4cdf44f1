import type { DatabaseSync } from 'node:sqlite';

/** The statements of the one connection that writes. */
export const publishStatements = (database: DatabaseSync) => ({
  version: database.prepare('select version_number from documents where document_id = ?'),
  versions: database.prepare('select document_id, version_number from documents'),
  saveVersion: database.prepare('insert or replace into documents values (?, ?)'),
  deleteVersion: database.prepare('delete from documents where document_id = ?'),
  rows: database.prepare('select row, scope, length from passages where document_id = ?'),
  deletePassages: database.prepare('delete from passages where document_id = ?'),
  deleteStems: database.prepare('delete from stems where rowid = ?'),
  addPassage: database.prepare(
    `insert into passages (document_id, scope, id, version_id, title, headings, page, start, end, length, text, stems)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ),
  addStems: database.prepare('insert into stems (rowid, title, body, scope) values (?, ?, ?, ?)'),
  addScope: database.prepare(
    `insert into scopes (base_id, readers, language, passages) values (?, ?, ?, 1)
     on conflict do update set passages = passages + 1 returning scope`,
  ),
  shrinkScope: database.prepare('update scopes set passages = passages - 1 where scope = ?'),
  total: database.prepare('update totals set passages = passages + ?, length = length + ?'),
});
