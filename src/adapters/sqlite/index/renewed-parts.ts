import type { DatabaseSync } from 'node:sqlite';
import type { DocumentMetadata } from '../../../domain/document.ts';
import type { Stemmer } from '../../../lib/language/stems.ts';
import { analyse } from './analyse.ts';
import { addStems, deletePassages, tokensOf } from './document-rows.ts';
import { makeListing } from './listing.ts';
import { publishStatements } from './publish-statements.ts';

/** A run of rows of one document and scope. */
export type Part = { first: number; last: number; document: number; scope: number; change: number };

const statements = (database: DatabaseSync) => ({
  about: database.prepare(
    `select document_id, metadata, base_id, readers, language
     from older.documents, older.scopes where document = ? and scope = ?`,
  ),
  texts: database.prepare(
    `select row, title, headings, text from older.passages join older.texts using (row)
     where row between ? and ?`,
  ),
  addPassage: database.prepare(
    `insert into passages
     select row, document, scope, id, version_id, key, title, headings, page, start, end, ?
     from older.passages where row = ?`,
  ),
  addPart: database.prepare(
    `insert into parts select first, passages, ?, document, scope, change
     from older.parts where first = ?`,
  ),
  deletePart: database.prepare('delete from parts where first = ? returning passages, length'),
  count: database.prepare(
    'update totals set passages = passages + ?, length = length + ?, changes = ?',
  ),
});

/** Brings parts of the older index, which is attached, into the one that is made: the same rows with other stems. */
export const makeRenewedParts = (database: DatabaseSync, stemmer: Stemmer) => {
  const sql = statements(database);
  const writing = publishStatements(database);
  const listing = makeListing(database);

  const takeAway = ({ first, last, change }: Part): void => {
    const part = sql.deletePart.get(first);
    if (!part) return;
    deletePassages(writing, first, last);
    sql.count.run(-Number(part['passages']), -Number(part['length']), change);
  };

  const tokens = ({ document, scope }: Part): { language: string; tokens: string } => {
    const about = sql.about.get(document, scope) ?? {};
    const language = String(about['language']);
    const documentId = String(about['document_id']);
    const metadata = JSON.parse(String(about['metadata'])) as DocumentMetadata;
    const readers = JSON.parse(String(about['readers'])) as string[];
    const baseId = String(about['base_id']);
    return {
      language,
      tokens: tokensOf({ document, documentId, metadata }, { baseId, readers, language }),
    };
  };

  const add = (part: Part): void => {
    const of = tokens(part);
    let [passages, length] = [0, 0];
    for (const { row, title, headings, text } of sql.texts.all(part.first, part.last)) {
      const passage = {
        title: String(title),
        headings: JSON.parse(String(headings)) as string[],
        text: String(text),
      };
      const analysed = analyse(stemmer, passage, of.language);
      for (const words of analysed.parts) listing.add(words);
      sql.addPassage.run(analysed.length, Number(row));
      writing.addText.run(Number(row), passage.text);
      writing.addStemLines.run(Number(row), analysed.stems);
      addStems(writing, { row: Number(row), stems: analysed.stems }, of.tokens);
      passages += 1;
      length += analysed.length;
    }
    sql.addPart.run(length, part.first);
    sql.count.run(passages, length, part.change);
  };

  return { takeAway, add, beforeCommit: listing.write, undone: listing.forget };
};
