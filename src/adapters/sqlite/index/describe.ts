import type { DocumentMetadata } from '../../../domain/document.ts';
import type { Reader } from '../../../domain/principal.ts';
import {
  addStems,
  addToScope,
  saveDocument,
  tokensOf,
  type Document,
  type Scope,
} from './document-rows.ts';
import type { Statements } from './publish-statements.ts';

export type Description = { metadata: DocumentMetadata; readers: readonly Reader[] };

type Part = { first: number; passages: number; scope: number };

const movePart = (
  sql: Statements,
  part: Part,
  { document, readers }: { document: Document; readers: readonly Reader[] },
): void => {
  const last = part.first + part.passages - 1;
  const before = sql.scope.get(part.scope);
  const scope: Scope = {
    baseId: String(before?.['base_id']),
    language: String(before?.['language']),
    readers: [...new Set(readers)].toSorted(),
  };
  sql.shrinkScope.run(part.passages, part.scope);
  const moved = addToScope(sql, scope, part.passages);
  sql.moveParts.run(moved, part.first);
  sql.movePassages.run(moved, part.first, last);
  const tokens = tokensOf(document, scope);
  const passages = sql.stemsOfPassages.all(part.first, last);
  sql.deleteStems.run(part.first, last);
  for (const { row, stems } of passages)
    addStems(sql, { row: Number(row), stems: String(stems) }, tokens);
};

/** Gives a document other metadata and readers; its text is not analysed again. False: it is not there. */
export const describeDocument = (
  sql: Statements,
  documentId: string,
  { metadata, readers }: Description,
): boolean => {
  const present = sql.document.get(documentId);
  if (!present) return false;
  const document = saveDocument(sql, {
    documentId,
    versionNumber: Number(present['version_number']),
    changedAt: Number(present['changed_at']),
    metadata,
  });
  sql.total.run(0, 0);
  for (const row of sql.parts.all(document.document)) {
    const { first, passages, scope } = row;
    const part = { first: Number(first), passages: Number(passages), scope: Number(scope) };
    movePart(sql, part, { document, readers });
  }
  return true;
};
