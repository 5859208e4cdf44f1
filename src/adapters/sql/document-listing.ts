import { sql, type Kysely, type RawBuilder, type SqlBool } from 'kysely';
import type {
  DocumentOrder,
  DocumentQuery,
  DocumentRegister,
} from '../../ports/document-register.ts';
import { fromCursor, fromNameCursor, pageFrom, type Place } from './cursor.ts';
import { documentOf } from './document-rows.ts';
import type { TenantTables } from './tables.ts';

type Condition = RawBuilder<SqlBool>;
type DocumentRow = TenantTables['documents'];

/** Words, metadata and readers of a query: the part that each database does in its own way. */
export type DocumentConditions = (query: DocumentQuery) => Promise<Condition[]>;

type Order = {
  by: RawBuilder<unknown>;
  way: 'asc' | 'desc';
  placeOf: (row: DocumentRow) => Place<number | string>;
  from: (cursor: string) => Place<number | string>;
};

/** Each has an index; `id` tells apart what is equal. */
const orders: Record<DocumentOrder, Order> = {
  newest: {
    by: sql`"createdAt"`,
    way: 'desc',
    placeOf: ({ createdAt, id }) => ({ at: createdAt, id }),
    from: fromCursor,
  },
  changed: {
    by: sql`"updatedAt"`,
    way: 'desc',
    placeOf: ({ updatedAt, id }) => ({ at: updatedAt, id }),
    from: fromCursor,
  },
  name: {
    by: sql`name collate nocase`,
    way: 'asc',
    placeOf: ({ name, id }) => ({ at: name, id }),
    from: fromNameCursor,
  },
};

const scopeOf = ({ baseIds, state, attachedTo }: DocumentQuery): Condition[] => [
  baseIds.length === 1
    ? sql`"baseId" = ${baseIds[0]}`
    : // Most documents are in one of them: read in their order, not base by base to be sorted.
      sql`+"baseId" in (${sql.join(baseIds)})`,
  ...(state === undefined ? [] : [sql<SqlBool>`state = ${state}`]),
  ...(attachedTo === undefined ? [] : [sql<SqlBool>`"attachedTo" = ${attachedTo}`]),
];

export const listingMethods = (
  db: Kysely<TenantTables>,
  conditions: DocumentConditions,
): Pick<DocumentRegister, 'documents' | 'countFound'> => {
  const allOf = async (query: DocumentQuery): Promise<Condition[]> => [
    ...scopeOf(query),
    ...(await conditions(query)),
  ];
  return {
    async documents(query) {
      const { by, way, placeOf, from } = orders[query.order ?? 'newest'];
      const after = query.cursor === undefined ? null : from(query.cursor);
      if (query.baseIds.length === 0) return { items: [], cursor: null };
      const wanted = await allOf(query);
      const beyond = sql.raw(way === 'asc' ? '>' : '<');
      if (after) wanted.push(sql`(${by}, id) ${beyond} (${after.at}, ${after.id})`);
      const { rows } = await sql<DocumentRow>`
        select documents.* from documents where ${sql.join(wanted, sql` and `)}
        order by ${by} ${sql.raw(way)}, id ${sql.raw(way)} limit ${query.limit + 1}`.execute(db);
      const { items, cursor } = pageFrom(rows, query.limit, placeOf);
      return { items: items.map(documentOf), cursor };
    },
    async countFound(query) {
      if (query.baseIds.length === 0) return 0;
      const { rows } = await sql<{ documents: number | string }>`
        select count(*) as documents from documents
        where ${sql.join(await allOf(query), sql` and `)}`.execute(db);
      return Number(rows[0]?.documents ?? 0);
    },
  };
};
