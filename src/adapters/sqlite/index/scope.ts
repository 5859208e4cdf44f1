import type { DatabaseSync } from 'node:sqlite';
import type { MetadataFilter, SearchRequest } from '../../../ports/knowledge-index.ts';
import { sha256 } from '../../../lib/ids.ts';
import type { Fact } from './document-facts.ts';

type Kind = 'base' | 'reader' | 'document' | 'fact';

/**
 * A word of the `scope` column. `§` is in no stem, so that no query has to name columns, which would be dear; and the hash keeps the names that people give out of the query
 * language. Two names with one hash are told apart when the rows are checked.
 */
export const scopeToken = (kind: Kind, name: string): string =>
  `§${kind}${sha256(name).slice(0, 24)}`;

export const factName = ({ name, value }: Fact): string => JSON.stringify([name, value]);

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
  /** By their numbers; null when all are. */
  documents: ReadonlySet<number> | null;
  passages: number;
  /** The filter as part of a text query; empty when it would let everything through. */
  clause: string;
  /** All that the caller may read in these bases, whatever else was asked for. */
  readable: { passages: number; clause: string };
};

export type Asked = Pick<SearchRequest, 'baseIds' | 'readers' | 'documentIds' | 'filter'>;

const anyOf = (kind: Kind, names: Iterable<string>): string =>
  ` AND (${[...names].map((name) => `"${scopeToken(kind, name)}"`).join(' OR ')})`;

const passagesOf = (scopes: Iterable<Scope>): number =>
  [...scopes].reduce((sum, { passages }) => sum + passages, 0);

const pairsOf = (filter: MetadataFilter): [string, string][] =>
  Object.entries(filter).flatMap(([name, values]) =>
    [...new Set(values)].map((value): [string, string] => [name, value]),
  );

/** What the caller may see, decided in the same snapshot as the search. */
export const makeAllowed = (database: DatabaseSync) => {
  const sql = {
    named: database.prepare(
      'select document from documents where document_id in (select value from json_each(?))',
    ),
    filtered: database.prepare(
      `select document from json_each(?) as wanted
       join facts on facts.name = wanted.value ->> 0 and facts.value = wanted.value ->> 1
       group by document having count(distinct name) = ?`,
    ),
    passages: database.prepare(
      'select scope, sum(passages) as passages from parts where document = ? group by scope',
    ),
  };
  const numbers = (rows: Record<string, unknown>[]): Set<number> =>
    new Set(rows.map(({ document }) => Number(document)));

  const documentsOf = ({ documentIds, filter = {} }: Asked): Set<number> | null => {
    const names = Object.keys(filter).length;
    const named = documentIds ? numbers(sql.named.all(JSON.stringify(documentIds))) : null;
    if (names === 0) return named;
    const filtered = numbers(sql.filtered.all(JSON.stringify(pairsOf(filter)), names));
    return named ? named.intersection(filtered) : filtered;
  };

  const countOf = (scopes: Allowed['scopes'], documents: Allowed['documents']): number => {
    if (!documents) return passagesOf(scopes.values());
    return [...documents]
      .flatMap((document) => sql.passages.all(document))
      .filter((row) => scopes.has(Number(row['scope'])))
      .reduce((sum, row) => sum + Number(row['passages']), 0);
  };

  return (all: readonly Scope[], asked: Asked): Allowed => {
    const bases = new Set(asked.baseIds);
    const tokens = new Set(asked.readers);
    const inBases = all.filter((scope) => bases.has(scope.baseId));
    const readable = inBases.filter((scope) => scope.readers.some((reader) => tokens.has(reader)));
    const documents = documentsOf(asked);
    const scopes = new Map(
      documents?.size === 0 ? [] : readable.map((scope) => [scope.scope, scope]),
    );
    const readableClause = [
      inBases.length < all.length ? anyOf('base', bases) : '',
      readable.length < inBases.length ? anyOf('reader', tokens) : '',
    ].join('');
    const clauses = [
      readableClause,
      asked.documentIds ? anyOf('document', asked.documentIds) : '',
      ...Object.entries(asked.filter ?? {}).map(([name, values]) =>
        anyOf(
          'fact',
          values.map((value) => factName({ name, value })),
        ),
      ),
    ];
    return {
      scopes,
      documents,
      passages: countOf(scopes, documents),
      clause: clauses.join(''),
      readable: { passages: passagesOf(readable), clause: readableClause },
    };
  };
};
