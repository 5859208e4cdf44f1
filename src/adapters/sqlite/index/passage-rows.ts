import type { DatabaseSync } from 'node:sqlite';
import type { Passage } from '../../../domain/passage.ts';
import type { Allowed, Scope } from './scope.ts';
import type { ScoredTerm } from './scoring.ts';

const matchOf = (terms: readonly ScoredTerm[], clause: string): string => {
  const stems = new Set(terms.flatMap(({ variants }) => variants.map(({ stem }) => `"${stem}"`)));
  return `(${[...stems].join(' OR ')})${clause}`;
};

export type Candidate = {
  row: number;
  scope: number;
  document: number;
  documentId: string;
  authority: number;
  freshAt: number;
  length: number;
  stems: string;
};

/** Reads passages, and gives only such as the caller may see: the filter of the query is checked on the rows. */
export const makeRows = (database: DatabaseSync) => {
  const sql = {
    find: database.prepare(
      'select rowid from stems where stems match ? order by bm25(stems, 2.0, 1.0, 0.0) limit ?',
    ),
    candidate: database.prepare(
      `select row, scope, document, document_id, authority, fresh_at, length, stems
       from passages join stem_lines using (row) join documents using (document) where row = ?`,
    ),
    passage: database.prepare(
      'select id, version_id, title, headings, page, start, end, text from passages join texts using (row) where row = ?',
    ),
  };

  /** In the order of the rows; those that are gone, or not for the caller, are left out. */
  const candidates = (rows: readonly number[], allowed: Allowed): Candidate[] =>
    rows
      .flatMap((row) => sql.candidate.all(row))
      .map((row) => ({
        row: Number(row['row']),
        scope: Number(row['scope']),
        document: Number(row['document']),
        documentId: String(row['document_id']),
        authority: Number(row['authority']),
        freshAt: Number(row['fresh_at']),
        length: Number(row['length']),
        stems: String(row['stems']),
      }))
      .filter(
        ({ scope, document }) =>
          allowed.scopes.has(scope) && (allowed.documents?.has(document) ?? true),
      );

  const withWords = (terms: readonly ScoredTerm[], allowed: Allowed, limit: number): Candidate[] =>
    candidates(
      sql.find.all(matchOf(terms, allowed.clause), limit).map(({ rowid }) => Number(rowid)),
      allowed,
    );

  const passage = ({ row, documentId }: Candidate, scope: Scope): Passage[] =>
    sql.passage.all(row).map((shown) => ({
      id: String(shown['id']),
      baseId: scope.baseId,
      documentId,
      versionId: String(shown['version_id']),
      title: String(shown['title']),
      headings: JSON.parse(String(shown['headings'])) as string[],
      page: shown['page'] === null ? null : Number(shown['page']),
      start: Number(shown['start']),
      end: Number(shown['end']),
      language: scope.language,
      text: String(shown['text']),
      readers: scope.readers,
    }));

  return { candidates, withWords, passage };
};
