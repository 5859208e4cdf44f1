import type { DatabaseSync } from 'node:sqlite';
import type { Passage } from '../../../domain/passage.ts';
import { recent } from '../../../lib/recent.ts';
import { stemText } from '../../../lib/language/stems.ts';
import { scopeToken } from './scope.ts';

type Version = { documentId: string; versionNumber: number };

const LISTED_WORDS = 100_000;

/** `de-AT` is indexed as `de`. */
const primaryTag = (language: string): string => language.toLowerCase().split(/[-_]/u)[0] ?? '';

/** How many words a text holds whose words are joined by single spaces. */
const countOf = (joined: string): number => (joined === '' ? 0 : joined.split(' ').length);

/** Passages of a document all at once, for the one connection that writes. */
export const makePublisher = (database: DatabaseSync) => {
  const sql = {
    version: database.prepare('select version_number from documents where document_id = ?'),
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
    total: database.prepare("update totals set passages = passages + ?, length = length + ?"),
    addWord: database.prepare('insert or ignore into words (stem) values (?)'),
  };

  /** Words written lately: most of a document's words are in the table. */
  const listed = recent<string, true>(LISTED_WORDS);

  const removeRows = (documentId: string) => {
    const rows = sql.rows.all(documentId);
    for (const { row, scope } of rows) {
      sql.deleteStems.run(Number(row));
      sql.shrinkScope.run(Number(scope));
    }
    sql.deletePassages.run(documentId);
    sql.total.run(-rows.length, -rows.reduce((sum, { length }) => sum + Number(length), 0));
  };

  const addRow = (passage: Passage): string => {
    const language = primaryTag(passage.language);
    const readers = [...new Set(passage.readers)].sort();
    const title = stemText([passage.title, ...passage.headings].join(' \n '), language);
    const body = stemText(passage.text, language);
    const stems = `${title}\n${body}`;
    const length = countOf(title) + countOf(body);
    const { scope } = sql.addScope.get(passage.baseId, JSON.stringify(readers), language) ?? {};
    const { lastInsertRowid } = sql.addPassage.run(
      passage.documentId,
      Number(scope),
      passage.id,
      passage.versionId,
      passage.title,
      JSON.stringify(passage.headings),
      passage.page,
      passage.start,
      passage.end,
      length,
      passage.text,
      stems,
    );
    const tokens = [
      scopeToken('base', passage.baseId),
      scopeToken('document', passage.documentId),
      ...readers.map((reader) => scopeToken('reader', reader)),
    ];
    sql.addStems.run(lastInsertRowid, title, body, tokens.join(' '));
    sql.total.run(1, length);
    return stems;
  };

  const listWords = (stems: string) => {
    for (const stem of stems.split(/\s+/u)) {
      if (stem.length < 4 || listed.get(stem)) continue;
      listed.set(stem, true);
      sql.addWord.run(stem);
    }
  };

  const atOnce = (work: () => void) => {
    database.exec('begin immediate');
    try {
      work();
      database.exec('commit');
    } catch (thrown) {
      listed.clear(); // what it lists may just have been rolled back
      if (database.isTransaction) database.exec('rollback');
      throw thrown;
    }
  };

  return {
    publish({ documentId, versionNumber }: Version, passages: readonly Passage[]): void {
      atOnce(() => {
        const present = sql.version.get(documentId);
        if (present && Number(present['version_number']) > versionNumber) return;
        removeRows(documentId);
        for (const passage of passages) listWords(addRow(passage));
        sql.saveVersion.run(documentId, versionNumber);
      });
    },
    remove(documentIds: readonly string[]): void {
      atOnce(() => {
        for (const documentId of documentIds) {
          removeRows(documentId);
          sql.deleteVersion.run(documentId);
        }
      });
    },
    rest: () => listed.clear(),
    contents: (): Map<string, number> =>
      new Map(
        database
          .prepare('select document_id, version_number from documents')
          .all()
          .map((row) => [String(row['document_id']), Number(row['version_number'])]),
      ),
  };
};
