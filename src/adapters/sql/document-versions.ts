import type { Kysely } from 'kysely';
import { Problem } from '../../domain/problem.ts';
import { newId } from '../../lib/ids.ts';
import type { DocumentRegister } from '../../ports/document-register.ts';
import {
  documentOf,
  extractionColumns,
  extractionOf,
  packPassages,
  unpackPassages,
  unpackPlaced,
} from './document-rows.ts';
import type { TenantTables } from './tables.ts';

type Database = Kysely<TenantTables>;
type Version = Parameters<DocumentRegister['saveVersion']>[0];
type VersionMethods = Pick<
  DocumentRegister,
  'extraction' | 'saveVersion' | 'currentVersions' | 'passages' | 'text' | 'placed' | 'versionOwner'
>;

/** Equal bytes give one text, kept once; should they ever not, each version keeps its own. */
const keepExtraction = async (db: Database, version: Version): Promise<string> => {
  const { hash, extractor, extracted } = version;
  const known = await db
    .selectFrom('extractions')
    .select('id')
    .where('hash', '=', hash)
    .where('extractor', '=', extractor)
    .where('text', '=', extracted.text)
    .limit(1)
    .executeTakeFirst();
  if (known) return known.id;
  const id = newId('text');
  await db
    .insertInto('extractions')
    .values({ id, hash, extractor, ...extractionColumns(extracted) })
    .execute();
  return id;
};

const saveVersion = (db: Database, version: Version): Promise<number> =>
  db.transaction().execute(async (tables) => {
    const { id, documentId, passages } = version;
    const document = await tables
      .updateTable('documents')
      .set({ versionId: id, passages: passages.length, updatedAt: Date.now() })
      .where('id', '=', documentId)
      .returning('id')
      .executeTakeFirst();
    if (!document) throw new Problem('not-found', 'The document was deleted in the meantime.');
    const { last } = await tables
      .selectFrom('versions')
      .select(({ fn }) => fn.max('number').as('last'))
      .where('documentId', '=', documentId)
      .executeTakeFirstOrThrow();
    const number = (last ?? 0) + 1;
    const extractionId = await keepExtraction(tables, version);
    await tables
      .insertInto('versions')
      .values({ id, documentId, number, extractionId, passages: packPassages(passages) })
      .execute();
    return number;
  });

/** Removes versions of a document, and texts that no version is left of. */
export const dropVersions = async (
  db: Database,
  documentId: string,
  keep: ReadonlySet<string>,
): Promise<void> => {
  const versions = await db
    .selectFrom('versions')
    .select(['id', 'extractionId'])
    .where('documentId', '=', documentId)
    .execute();
  for (const { id, extractionId } of versions.filter((version) => !keep.has(version.id))) {
    await db.deleteFrom('versions').where('id', '=', id).execute();
    await db
      .deleteFrom('extractions')
      .where('id', '=', extractionId)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('versions').select('id').where('versions.extractionId', '=', extractionId),
          ),
        ),
      )
      .execute();
  }
};

const currentVersionOf = (db: Database) =>
  db
    .selectFrom('documents')
    .innerJoin('versions', 'versions.id', 'documents.versionId')
    .where('documents.state', 'in', ['ready', 'partly']);

const passagesOf = async (db: Database, documentId: string) => {
  const row = await db
    .selectFrom('documents')
    .innerJoin('versions', 'versions.id', 'documents.versionId')
    .innerJoin('extractions', 'extractions.id', 'versions.extractionId')
    .selectAll('documents')
    .select(['versions.id as currentId', 'versions.passages as packed', 'extractions.text'])
    .where('documents.id', '=', documentId)
    .executeTakeFirst();
  if (!row) return [];
  const { currentId, packed, text, ...documentColumns } = row;
  const { baseId, title, readers } = documentOf(documentColumns);
  return unpackPassages(packed, { baseId, documentId, versionId: currentId, title, text, readers });
};

const textOfVersion = (db: Database, versionId: string) =>
  db
    .selectFrom('versions')
    .innerJoin('extractions', 'extractions.id', 'versions.extractionId')
    .where('versions.id', '=', versionId);

/** The part of the register that deals with versions and their texts. */
export const versionMethods = (db: Database): VersionMethods => ({
  async extraction(hash, extractor) {
    const row = await db
      .selectFrom('extractions')
      .selectAll()
      .where('hash', '=', hash)
      .where('extractor', '=', extractor)
      .limit(1)
      .executeTakeFirst();
    return row ? extractionOf(row) : null;
  },
  saveVersion: (version) => saveVersion(db, version),
  currentVersions: () =>
    currentVersionOf(db)
      .select([
        'documents.id as documentId',
        'versions.id as versionId',
        'versions.number as versionNumber',
      ])
      .execute(),
  passages: (documentId) => passagesOf(db, documentId),
  async text(versionId) {
    const row = await textOfVersion(db, versionId)
      .select(['extractions.text', 'extractions.blocks', 'extractions.placed'])
      .executeTakeFirst();
    if (!row) return null;
    return { text: row.text, blocks: JSON.parse(row.blocks), placed: unpackPlaced(row.placed) };
  },
  async placed(versionId, range) {
    const row = await textOfVersion(db, versionId).select('extractions.placed').executeTakeFirst();
    const placed = row ? unpackPlaced(row.placed) : [];
    return placed.filter(({ start, end }) => start < range.end && end > range.start);
  },
  async versionOwner(versionId) {
    const row = await db
      .selectFrom('versions')
      .leftJoin('documents', 'documents.versionId', 'versions.id')
      .select(['versions.documentId', 'documents.id as ownerNow'])
      .where('versions.id', '=', versionId)
      .executeTakeFirst();
    return row ? { documentId: row.documentId, current: row.ownerNow !== null } : null;
  },
});
