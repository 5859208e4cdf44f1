import type { DatabaseSync } from 'node:sqlite';
import type { FoundPassage } from '../../../domain/passage.ts';
import type { Allowed, Scope } from './scope.ts';
import type { ScoredTerm } from './scoring.ts';

const matchOf = (terms: readonly ScoredTerm[], clause: string): string => {
  const stems = new Set(terms.flatMap(({ variants }) => variants.map(({ stem }) => `"${stem}"`)));
  return `(${[...stems].join(' OR ')})${clause}`;
};

export type Candidate = {
  row: number;
  scope: number;
  documentId: string;
  length: number;
  stems: string;
  score: number;
};

/** Reads passages, and gives only such as the caller may see: the filter of the query is checked on the rows. */
export const makeRows = (database: DatabaseSync) => {
  const sql = {
    find: database.prepare(
      'select rowid from stems where stems match ? order by bm25(stems, 2.0, 1.0, 0.0) limit ?',
    ),
    candidate: database.prepare(
      'select row, scope, document_id, length, stems from passages where row = ?',
    ),
    passage: database.prepare(
      'select id, version_id, title, headings, page, start, end, text from passages where row = ?',
    ),
  };

  const candidates = (terms: readonly ScoredTerm[], allowed: Allowed, limit: number): Candidate[] =>
    sql.find
      .all(matchOf(terms, allowed.clause), limit)
      .flatMap(({ rowid }) => sql.candidate.all(Number(rowid)))
      .map((row) => ({
        row: Number(row['row']),
        scope: Number(row['scope']),
        documentId: String(row['document_id']),
        length: Number(row['length']),
        stems: String(row['stems']),
        score: 0,
      }))
      .filter(
        ({ scope, documentId }) =>
          allowed.scopes.has(scope) && (allowed.documents?.has(documentId) ?? true),
      );

  const found = (candidate: Candidate, scope: Scope): FoundPassage[] =>
    sql.passage.all(candidate.row).map((row) => ({
      id: String(row['id']),
      baseId: scope.baseId,
      documentId: candidate.documentId,
      versionId: String(row['version_id']),
      title: String(row['title']),
      headings: JSON.parse(String(row['headings'])) as string[],
      page: row['page'] === null ? null : Number(row['page']),
      start: Number(row['start']),
      end: Number(row['end']),
      language: scope.language,
      text: String(row['text']),
      readers: scope.readers,
      score: candidate.score,
    }));

  return { candidates, found };
};
