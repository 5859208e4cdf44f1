import type { Kysely } from 'kysely';
import type { Document } from '../../domain/document.ts';
import type { DocumentRegister } from '../../ports/document-register.ts';
import { baseMethods } from './base-methods.ts';
import { documentOf, documentRow } from './document-rows.ts';
import { listingMethods, type DocumentConditions } from './document-listing.ts';
import { dropExtractions, versionMethods } from './document-versions.ts';
import {
  callOffIngestion,
  documentRowOf,
  queueIngestion,
  readingMethods,
} from './document-readings.ts';
import type { TenantTables } from './tables.ts';
import { outliveDocument } from './version-owners.ts';

type Database = Kysely<TenantTables>;

/** The readers, as they are now, of what comes with a mail or has none of its own. */
const inherited = async (
  db: Database,
  { source, baseId }: Document,
  readers?: 'of-base',
): Promise<{ readers?: string }> => {
  if (source.kind === 'attachment') {
    const { documentId } = source;
    const mails = db.selectFrom('documents').select('readers').where('id', '=', documentId);
    return (await mails.executeTakeFirst()) ?? {};
  }
  if (readers === undefined) return {};
  const bases = db.selectFrom('bases').select('readers').where('id', '=', baseId);
  return (await bases.executeTakeFirst()) ?? {};
};

/** Bases, documents and their texts of one tenant in a relational database. */
export const sqlDocuments = (db: Database, conditions: DocumentConditions): DocumentRegister =>
  ({
    ...baseMethods(db),
    ...listingMethods(db, conditions),
    ...versionMethods(db),
    ...readingMethods(db),
    add: (document, readers) =>
      db.transaction().execute(async (tables) => {
        const row = { ...documentRow(document), ...(await inherited(tables, document, readers)) };
        await tables.insertInto('documents').values(row).execute();
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
    async knownHashes(hashes) {
      if (hashes.length === 0) return [];
      const rows = await db
        .selectFrom('documents')
        .select('hash')
        .distinct()
        .where('hash', 'in', hashes)
        .execute();
      return rows.map(({ hash }) => hash);
    },
  }) satisfies DocumentRegister;
