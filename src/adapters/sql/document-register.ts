import type { Kysely } from 'kysely';
import type { DocumentRegister } from '../../ports/document-register.ts';
import { baseMethods } from './base-methods.ts';
import { documentOf, documentRow } from './document-rows.ts';
import { listingMethods, type DocumentConditions } from './document-listing.ts';
import { dropExtractions, outliveDocument, versionMethods } from './document-versions.ts';
import {
  callOffIngestion,
  documentRowOf,
  queueIngestion,
  readingMethods,
} from './document-readings.ts';
import type { TenantTables } from './tables.ts';

type Database = Kysely<TenantTables>;
/** Bases, documents and their texts of one tenant in a relational database. */
export const sqlDocuments = (db: Database, conditions: DocumentConditions): DocumentRegister =>
  ({
    ...baseMethods(db),
    ...listingMethods(db, conditions),
    ...versionMethods(db),
    ...readingMethods(db),
    add: (document) =>
      db.transaction().execute(async (tables) => {
        await tables.insertInto('documents').values(documentRow(document)).execute();
        await queueIngestion(tables, document);
      }),
    async document(id) {
      const row = await documentRowOf(db, id);
      return row ? documentOf(row) : null;
    },
    async fromFolder(folder) {
      const rows = await db
        .selectFrom('documents')
        .selectAll()
        .where('folder', '=', folder)
        .execute();
      return rows.map(documentOf);
    },
    delete: (id) =>
      db.transaction().execute(async (tables) => {
        const row = await tables
          .deleteFrom('documents')
          .where('id', '=', id)
          .returningAll()
          .executeTakeFirst();
        if (!row) return false;
        await callOffIngestion(tables, id);
        await outliveDocument(tables, documentOf(row));
        await dropExtractions(tables, [row.hash]);
        return true;
      }),
    async countWithHash(hash) {
      const { count } = await db
        .selectFrom('documents')
        .select(({ fn }) => fn.countAll<number | string>().as('count'))
        .where('hash', '=', hash)
        .executeTakeFirstOrThrow();
      return Number(count);
    },
  }) satisfies DocumentRegister;
