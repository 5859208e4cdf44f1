import type { DatabaseSync } from 'node:sqlite';
import type { Passage } from '../../../domain/passage.ts';
import type { Stemmer, Stems } from '../../../lib/language/stems.ts';
import type { IndexedDocument } from '../../../ports/knowledge-index.ts';
import { describeDocument, type Description } from './describe.ts';
import {
  addStems,
  addToScope,
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
import type { LinkedPassage } from './vectors/vector-file.ts';

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

/** `own` is the heading right above the text, `above` what stands over that. */
const analyse = (stemmer: Stemmer, passage: Passage, language: string): Stems[][] => {
  const headings = [passage.title, ...passage.headings];
  return [
    stemmer.read(headings.slice(0, -1).join(' \n '), language),
    stemmer.read(headings.at(-1) ?? '', language),
    stemmer.read(passage.text, language),
  ];
};

/** What the one connection that writes does inside a transaction; `beforeCommit` and the like belong to its ends. */
export const makePublisher = (
  database: DatabaseSync,
  { stemmer, spaces }: { stemmer: Stemmer; spaces: Spaces },
) => {
  const sql = publishStatements(database);
  const listing = makeListing(database);
  let added: LinkedPassage[] = [];

  const addPassage = (
    { document, passage, scope }: { document: Document; passage: Passage; scope: number },
    { language, tokens }: { language: string; tokens: string },
  ): { row: number; length: number } => {
    const parts = analyse(stemmer, passage, language);
    for (const part of parts) listing.add(part);
    const stems = parts.map(joined).join('\n');
    const length = countOf(parts.flat());
    const key = vectorKey(passage);
    const { lastInsertRowid } = sql.addPassage.run(
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
      passage.text,
      stems,
    );
    addStems(sql, { row: lastInsertRowid, stems }, tokens);
    const row = Number(lastInsertRowid);
    if (spaces.any()) added.push({ row, key });
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
      added = [];
    },
    committed(): void {
      const came = added;
      added = [];
      spaces.follow(came);
    },
    contents: (): Map<string, number> =>
      new Map(
        sql.versions
          .all()
          .map((row) => [String(row['document_id']), Number(row['version_number'])]),
      ),
  };
};
