import type { DatabaseSync } from 'node:sqlite';
import type { FacetRequest } from '../../../ports/knowledge-index.ts';
import { makeAllowed, type Scope } from './scope.ts';

export type Facets = Record<string, { value: string; documents: number }[]>;

/** Of a name with more values than these the most frequent are given. */
const MOST_VALUES = 200;

/** Counts documents by the values of their metadata, of what the caller may read. */
export const makeFacets = (database: DatabaseSync) => {
  const allowedOf = makeAllowed(database);
  const count = database.prepare(
    `select value, count(*) as documents from facts
     where name = ?1
       and document in (select document from parts where scope in (select value from json_each(?2)))
       and (?3 is null or document in (select value from json_each(?3)))
       and document not in (
         select document from documents where document_id in (select value from json_each(?4))
       )
     group by value order by documents desc, value limit ${MOST_VALUES}`,
  );
  return (
    { names, without = [], ...asked }: Omit<FacetRequest, 'signal'>,
    scopes: readonly Scope[],
  ): Facets => {
    const allowed = allowedOf(scopes, asked);
    const readable = JSON.stringify([...allowed.scopes.keys()]);
    const documents = allowed.documents ? JSON.stringify([...allowed.documents]) : null;
    return Object.fromEntries(
      names.map((name) => [
        name,
        count
          .all(name, readable, documents, JSON.stringify(without))
          .map((row) => ({ value: String(row['value']), documents: Number(row['documents']) })),
      ]),
    );
  };
};
