import type { DatabaseSync } from 'node:sqlite';
import type { Passage } from '../../../domain/passage.ts';
import type { Stemmer, Stems } from '../../../lib/language/stems.ts';
import { publishStatements } from './publish-statements.ts';
import { scopeToken } from './scope.ts';
import { makeWordRuns } from './word-runs.ts';

type Statements = ReturnType<typeof publishStatements>;
export type Version = { documentId: string; versionNumber: number };

/** Shorter words are not repaired, and no word is repaired by them. */
const LEAST_LISTED = 4;

/** `de-AT` is indexed as `de`. */
const primaryTag = (language: string): string => language.toLowerCase().split(/[-_]/u)[0] ?? '';

/** As the index stores them: joined by single spaces. */
const joined = (words: readonly Stems[]): string =>
  words
    .filter(({ count }) => count > 0)
    .map((word) => word.joined)
    .join(' ');

const countOf = (words: readonly Stems[]): number =>
  words.reduce((sum, { count }) => sum + count, 0);

const removeRows = (sql: Statements, documentId: string): void => {
  const rows = sql.rows.all(documentId);
  for (const { row, scope } of rows) {
    sql.deleteStems.run(Number(row));
    sql.shrinkScope.run(Number(scope));
  }
  sql.deletePassages.run(documentId);
  sql.total.run(-rows.length, -rows.reduce((sum, { length }) => sum + Number(length), 0));
};

/** `own` is the heading right above the text, `above` what stands over that. */
type Analysed = { language: string; above: Stems[]; own: Stems[]; body: Stems[] };

const analyse = (stemmer: Stemmer, passage: Passage): Analysed => {
  const language = primaryTag(passage.language);
  const headings = [passage.title, ...passage.headings];
  return {
    language,
    above: stemmer.read(headings.slice(0, -1).join(' \n '), language),
    own: stemmer.read(headings.at(-1) ?? '', language),
    body: stemmer.read(passage.text, language),
  };
};

const addRow = (sql: Statements, passage: Passage, analysed: Analysed): void => {
  const { language } = analysed;
  const readers = [...new Set(passage.readers)].toSorted();
  const parts = [analysed.above, analysed.own, analysed.body];
  const [above = '', own = '', body = ''] = parts.map(joined);
  const length = countOf(parts.flat());
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
    `${above}\n${own}\n${body}`,
  );
  const tokens = [
    scopeToken('base', passage.baseId),
    scopeToken('document', passage.documentId),
    ...readers.map((reader) => scopeToken('reader', reader)),
  ];
  sql.addStems.run(lastInsertRowid, `${above} ${own}`, body, tokens.join(' '));
  sql.total.run(1, length);
};

/** The words that were not listed yet, as far as is remembered. */
const makeListing = (database: DatabaseSync) => {
  const addRun = makeWordRuns(database);
  let fresh = new Set<string>();
  let mark = Symbol('listed');
  return {
    add(words: readonly Stems[]): void {
      for (const word of words) {
        if (word.mark === mark) continue;
        word.mark = mark;
        for (const stem of word.joined.split(' ')) if (stem.length >= LEAST_LISTED) fresh.add(stem);
      }
    },
    write(): void {
      addRun(fresh);
      fresh = new Set();
    },
    forget(): void {
      fresh = new Set();
      mark = Symbol('listed');
    },
  };
};

/** What the one connection that writes does inside a transaction; `beforeCommit` and `undone` belong to its ends. */
export const makePublisher = (database: DatabaseSync, stemmer: Stemmer) => {
  const sql = publishStatements(database);
  const listing = makeListing(database);
  return {
    publish({ documentId, versionNumber }: Version, passages: readonly Passage[]): void {
      const present = sql.version.get(documentId);
      if (present && Number(present['version_number']) > versionNumber) return;
      removeRows(sql, documentId);
      for (const passage of passages) {
        const analysed = analyse(stemmer, passage);
        addRow(sql, passage, analysed);
        for (const part of [analysed.above, analysed.own, analysed.body]) listing.add(part);
      }
      sql.saveVersion.run(documentId, versionNumber);
    },
    remove(documentIds: readonly string[]): void {
      for (const documentId of documentIds) {
        removeRows(sql, documentId);
        sql.deleteVersion.run(documentId);
      }
    },
    beforeCommit: listing.write,
    undone: listing.forget,
    contents: (): Map<string, number> =>
      new Map(
        sql.versions
          .all()
          .map((row) => [String(row['document_id']), Number(row['version_number'])]),
      ),
  };
};
