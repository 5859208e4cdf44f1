import type { DocumentMetadata } from '../../../domain/document.ts';
import type { Passage } from '../../../domain/passage.ts';
import type { Reader } from '../../../domain/principal.ts';
import type { IndexedDocument } from '../../../ports/knowledge-index.ts';
import { authorityOf, factsOf, freshAt } from './document-facts.ts';
import type { Statements } from './publish-statements.ts';
import { factName, scopeToken } from './scope.ts';

export type Document = { document: number; documentId: string; metadata: DocumentMetadata };
export type Scope = { baseId: string; readers: readonly Reader[]; language: string };

/** The filter as words of the text index. */
export const tokensOf = ({ documentId, metadata }: Document, { baseId, readers }: Scope): string =>
  [
    scopeToken('base', baseId),
    scopeToken('document', documentId),
    ...readers.map((reader) => scopeToken('reader', reader)),
    ...factsOf(metadata).map((fact) => scopeToken('fact', factName(fact))),
  ].join(' ');

export const addToScope = (sql: Statements, scope: Scope, passages: number): number =>
  Number(
    sql.addToScope.get(scope.baseId, JSON.stringify(scope.readers), scope.language, passages)?.[
      'scope'
    ],
  );

/** Stems are kept with the passage as three lines; headings are one column of the text index. */
export const addStems = (
  sql: Statements,
  { row, stems }: { row: number | bigint; stems: string },
  tokens: string,
): void => {
  const [above = '', own = '', body = ''] = stems.split('\n');
  sql.addStems.run(row, `${above} ${own}`, body, tokens);
};

export const deletePassages = (sql: Statements, first: number, last: number): void => {
  sql.deleteStems.run(first, last);
  sql.deletePassages.run(first, last);
  sql.deleteTexts.run(first, last);
  sql.deleteStemLines.run(first, last);
};

export const removeRows = (sql: Statements, document: number): void => {
  let [passages, length] = [0, 0];
  for (const part of sql.parts.all(document)) {
    const [first, last] = [
      Number(part['first']),
      Number(part['first']) + Number(part['passages']) - 1,
    ];
    deletePassages(sql, first, last);
    sql.shrinkScope.run(Number(part['passages']), Number(part['scope']));
    passages += Number(part['passages']);
    length += Number(part['length']);
  }
  sql.deleteParts.run(document);
  sql.total.run(-passages, -length);
};

/** The document with its metadata, anew or in place of what was known of it. */
export const saveDocument = (sql: Statements, indexed: IndexedDocument): Document => {
  const { documentId, versionNumber, metadata, changedAt } = indexed;
  const saved = sql.saveDocument.get(
    documentId,
    versionNumber,
    JSON.stringify(metadata),
    changedAt,
    authorityOf(metadata),
    freshAt(metadata, changedAt),
  );
  const document = Number(saved?.['document']);
  sql.deleteFacts.run(document);
  for (const { name, value } of factsOf(metadata)) sql.addFact.run(name, value, document);
  return { document, documentId, metadata };
};

type Row = { document: Document; scope: number; key: string; stems: string; length: number };

/** Gives the number of its row. */
export const insertPassage = (
  sql: Statements,
  passage: Passage,
  { document, scope, key, stems, length }: Row,
): number => {
  const { lastInsertRowid: row } = sql.addPassage.run(
    document.document,
    scope,
    passage.id,
    passage.versionId,
    key,
    passage.title,
    JSON.stringify(passage.headings),
    passage.page,
    passage.start,
    passage.end,
    length,
  );
  sql.addText.run(row, passage.text);
  sql.addStemLines.run(row, stems);
  return Number(row);
};
