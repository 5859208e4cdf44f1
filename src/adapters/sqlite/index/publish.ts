import type { DatabaseSync } from 'node:sqlite';
import type { Passage } from '../../../domain/passage.ts';
import type { Stemmer } from '../../../lib/language/stems.ts';
import type { IndexedDocument } from '../../../ports/knowledge-index.ts';
import { analyse } from './analyse.ts';
import { describeDocument, type Description } from './describe.ts';
import {
  addStems,
  addToScope,
  insertPassage,
  removeRows,
  saveDocument,
  tokensOf,
  type Document,
  type Scope,
} from './document-rows.ts';
import { makeListing } from './listing.ts';
import { publishStatements } from './publish-statements.ts';
import { vectorKey } from './vectors/embedded-text.ts';
import type { Spaces } from './vectors/spaces.ts';

/** `de-AT` is indexed as `de`. */
const primaryTag = (language: string): string => language.toLowerCase().split(/[-_]/u)[0] ?? '';

const scopeOf = ({ baseId, readers, language }: Passage): Scope => ({
  baseId,
  readers: [...new Set(readers)].toSorted(),
  language: primaryTag(language),
});

/** Passages that follow each other and belong to the same scope. */
const runsOf = (passages: readonly Passage[]): { scope: Scope; passages: Passage[] }[] => {
  const runs: { key: string; scope: Scope; passages: Passage[] }[] = [];
  for (const passage of passages) {
    const scope = scopeOf(passage);
    const key = JSON.stringify(scope);
    const last = runs.at(-1);
    if (last?.key === key) last.passages.push(passage);
    else runs.push({ key, scope, passages: [passage] });
  }
  return runs;
};

/** What the one connection that writes does inside a transaction; `beforeCommit` and the like belong to its ends. */
export const makePublisher = (
  database: DatabaseSync,
  { stemmer, spaces }: { stemmer: Stemmer; spaces: Spaces },
) => {
  const sql = publishStatements(database);
  const listing = makeListing(database);

  const addPassage = (
    { document, passage, scope }: { document: Document; passage: Passage; scope: number },
    { language, tokens }: { language: string; tokens: string },
  ): { row: number; length: number } => {
    const { parts, stems, length } = analyse(stemmer, passage, language);
    for (const part of parts) listing.add(part);
    const key = vectorKey(passage);
    const row = insertPassage(sql, passage, { document, scope, key, stems, length });
    addStems(sql, { row, stems }, tokens);
    spaces.came({ row, key });
    return { row, length };
  };

  const addRun = (
    document: Document,
    { scope, passages }: ReturnType<typeof runsOf>[number],
  ): void => {
    const number = addToScope(sql, scope, passages.length);
    const written = { language: scope.language, tokens: tokensOf(document, scope) };
    const rows = passages.map((passage) =>
      addPassage({ document, passage, scope: number }, written),
    );
    const length = rows.reduce((sum, row) => sum + row.length, 0);
    sql.total.run(rows.length, length);
    sql.addPart.run(rows[0]?.row ?? 0, rows.length, length, document.document, number);
  };

  const takeAway = (document: number): void => {
    if (spaces.any()) sql.partsGo.run(document);
    removeRows(sql, document);
  };

  return {
    publish(indexed: IndexedDocument, passages: readonly Passage[]): void {
      const present = sql.document.get(indexed.documentId);
      if (present && Number(present['version_number']) > indexed.versionNumber) return;
      if (present) takeAway(Number(present['document']));
      const document = saveDocument(sql, indexed);
      for (const run of runsOf(passages)) addRun(document, run);
    },
    describe: (documentId: string, change: Description): boolean =>
      describeDocument(sql, documentId, change),
    remove(documentIds: readonly string[]): void {
      for (const documentId of documentIds) {
        const present = sql.document.get(documentId);
        if (!present) continue;
        const document = Number(present['document']);
        takeAway(document);
        sql.deleteFacts.run(document);
        sql.deleteDocument.run(document);
      }
    },
    beforeCommit: listing.write,
    undone(): void {
      listing.forget();
      spaces.undone();
    },
    committed: spaces.follow,
    contents: (): Map<string, number> =>
      new Map(
        sql.versions
          .all()
          .map((row) => [String(row['document_id']), Number(row['version_number'])]),
      ),
  };
};
