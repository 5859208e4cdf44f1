import type { DatabaseSync } from 'node:sqlite';

/** The statements of the one connection that writes. */
export const publishStatements = (database: DatabaseSync) => ({
  document: database.prepare(
    'select document, version_number, changed_at from documents where document_id = ?',
  ),
  versions: database.prepare('select document_id, version_number from documents'),
  saveDocument: database.prepare(
    `insert into documents (document_id, version_number, metadata, changed_at, authority, fresh_at) values (?, ?, ?, ?, ?, ?)
     on conflict do update set version_number = excluded.version_number, metadata = excluded.metadata,
       changed_at = excluded.changed_at,       authority = excluded.authority, fresh_at = excluded.fresh_at returning document`,
  ),
  deleteDocument: database.prepare('delete from documents where document = ?'),
  addFact: database.prepare('insert into facts (name, value, document) values (?, ?, ?)'),
  deleteFacts: database.prepare('delete from facts where document = ?'),
  parts: database.prepare(
    'select first, passages, length, scope from parts where document = ? order by first',
  ),
  addPart: database.prepare(
    `insert into parts (first, passages, length, document, scope, change)
     values (?, ?, ?, ?, ?, (select changes from totals))`,
  ),
  moveParts: database.prepare(
    'update parts set scope = ?, change = (select changes from totals) where first = ?',
  ),
  partsGo: database.prepare(
    'insert into gone (first, passages) select first, passages from parts where document = ?',
  ),
  deleteParts: database.prepare('delete from parts where document = ?'),
  addPassage: database.prepare(
    `insert into passages (document, scope, id, version_id, key, title, headings, page, start, end, length)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ),
  addText: database.prepare('insert into texts (row, text) values (?, ?)'),
  addStemLines: database.prepare('insert into stem_lines (row, stems) values (?, ?)'),
  movePassages: database.prepare('update passages set scope = ? where row between ? and ?'),
  stemsOfPassages: database.prepare('select row, stems from stem_lines where row between ? and ?'),
  deletePassages: database.prepare('delete from passages where row between ? and ?'),
  deleteTexts: database.prepare('delete from texts where row between ? and ?'),
  deleteStemLines: database.prepare('delete from stem_lines where row between ? and ?'),
  addStems: database.prepare('insert into stems (rowid, title, body, scope) values (?, ?, ?, ?)'),
  deleteStems: database.prepare('delete from stems where rowid between ? and ?'),
  addToScope: database.prepare(
    `insert into scopes (base_id, readers, language, passages) values (?, ?, ?, ?)
     on conflict do update set passages = passages + excluded.passages returning scope`,
  ),
  scope: database.prepare('select base_id, readers, language from scopes where scope = ?'),
  shrinkScope: database.prepare('update scopes set passages = passages - ? where scope = ?'),
  total: database.prepare(
    'update totals set passages = passages + ?, length = length + ?, changes = changes + 1',
  ),
});

export type Statements = ReturnType<typeof publishStatements>;
