import type { DatabaseSync } from 'node:sqlite';
import type { Passage } from '../../../domain/passage.ts';
import { recent } from '../../../lib/recent.ts';
import { stemText } from '../../../lib/language/stems.ts';
import { publishStatements } from './publish-statements.ts';
import { scopeToken } from './scope.ts';

type Statements = ReturnType<typeof publishStatements>;
type Version = { documentId: string; versionNumber: number };

const LISTED_WORDS = 100_000;

/** `de-AT` is indexed as `de`. */
const primaryTag = (language: string): string => language.toLowerCase().split(/[-_]/u)[0] ?? '';

/** How many words a text holds whose words are joined by single spaces. */
const countOf = (joined: string): number => (joined === '' ? 0 : joined.split(' ').length);

/** Runs the work in one transaction: all of it or nothing. */
const atOnce = (database: DatabaseSync, work: () => void): void => {
  database.exec('begin immediate');
  try {
    work();
    database.exec('commit');
  } catch (thrown) {
    if (database.isTransaction) database.exec('rollback');
    throw thrown;
  }
};

const removeRows = (sql: Statements, documentId: string): void => {
  const rows = sql.rows.all(documentId);
  for (const { row, scope } of rows) {
    sql.deleteStems.run(Number(row));
    sql.shrinkScope.run(Number(scope));
  }
  sql.deletePassages.run(documentId);
  sql.total.run(-rows.length, -rows.reduce((sum, { length }) => sum + Number(length), 0));
};

/** Gives the passage's stems. */
const addRow = (sql: Statements, passage: Passage): string => {
  const language = primaryTag(passage.language);
  const readers = [...new Set(passage.readers)].toSorted();
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

/** Passages of a document all at once, for the one connection that writes. */
export const makePublisher = (database: DatabaseSync) => {
  const sql = publishStatements(database);

  /** Words written lately: most of a document's words are in the table. */
  const listed = recent<string, true>(LISTED_WORDS);

  const listWords = (stems: string): void => {
    for (const stem of stems.replace('\n', ' ').split(' ')) {
      if (stem.length < 4 || listed.get(stem)) continue;
      listed.set(stem, true);
      sql.addWord.run(stem);
    }
  };

  const together = (work: () => void): void => {
    try {
      atOnce(database, work);
    } catch (thrown) {
      listed.clear(); // what it lists may have been rolled back
      throw thrown;
    }
  };

  return {
    publish({ documentId, versionNumber }: Version, passages: readonly Passage[]): void {
      together(() => {
        const present = sql.version.get(documentId);
        if (present && Number(present['version_number']) > versionNumber) return;
        removeRows(sql, documentId);
        for (const passage of passages) listWords(addRow(sql, passage));
        sql.saveVersion.run(documentId, versionNumber);
      });
    },
    remove(documentIds: readonly string[]): void {
      together(() => {
        for (const documentId of documentIds) {
          removeRows(sql, documentId);
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
