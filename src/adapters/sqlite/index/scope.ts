import type { DatabaseSync } from 'node:sqlite';
import type { SearchRequest } from '../../../ports/knowledge-index.ts';
import { sha256 } from '../../../lib/ids.ts';

/**
 * A word of the `scope` column. `§` is in no stem, so that no query has to name columns, which would be dear; and the hash keeps the names that people give out of the query
 * language. Two names with one hash are told apart when the rows are checked.
 */
export const scopeToken = (kind: 'base' | 'reader' | 'document', name: string): string =>
  `§${kind}${sha256(name).slice(0, 24)}`;

/** Passages that share base, readers and language. */
export type Scope = {
  scope: number;
  baseId: string;
  readers: string[];
  language: string;
  passages: number;
};

export const readScopes = (database: DatabaseSync): Scope[] =>
  database
    .prepare('select scope, base_id, readers, language, passages from scopes where passages > 0')
    .all()
    .map((row) => ({
      scope: Number(row['scope']),
      baseId: String(row['base_id']),
      readers: JSON.parse(String(row['readers'])) as string[],
      language: String(row['language']),
      passages: Number(row['passages']),
    }));

export type Allowed = {
  scopes: Map<number, Scope>;
  documents: ReadonlySet<string> | null;
  /** The filter as part of a text query; empty when it would let everything through. */
  clause: string;
};

type Asked = Pick<SearchRequest, 'baseIds' | 'readers' | 'documentIds'>;

const anyOf = (kind: 'base' | 'reader' | 'document', names: Iterable<string>): string =>
  ` AND (${[...names].map((name) => `"${scopeToken(kind, name)}"`).join(' OR ')})`;

/** What the caller may see, decided in the same snapshot as the search. */
export const allowedScopes = (
  all: readonly Scope[],
  { baseIds, readers, documentIds }: Asked,
): Allowed => {
  const bases = new Set(baseIds);
  const tokens = new Set(readers);
  const inBases = all.filter((scope) => bases.has(scope.baseId));
  const readable = inBases.filter((scope) => scope.readers.some((reader) => tokens.has(reader)));
  const clauses = [
    inBases.length < all.length ? anyOf('base', bases) : '',
    readable.length < inBases.length ? anyOf('reader', tokens) : '',
    documentIds ? anyOf('document', documentIds) : '',
  ];
  return {
    scopes: new Map(documentIds?.length === 0 ? [] : readable.map((scope) => [scope.scope, scope])),
    documents: documentIds ? new Set(documentIds) : null,
    clause: clauses.join(''),
  };
};
