import type { Kysely } from 'kysely';
import { unpackPlaced } from '../../domain/placed-text.ts';
import { Problem } from '../../domain/problem.ts';
import { newId } from '../../lib/ids.ts';
import type { DocumentRegister } from '../../ports/document-register.ts';
import {
  documentOf,
  extractionColumns,
  extractionOf,
  packPassages,
  placedOf,
  unpackPassages,
} from './document-rows.ts';
import { isHeld } from './job-queue.ts';
import type { TenantTables } from './tables.ts';
import { versionOwners } from './version-owners.ts';

type Database = Kysely<TenantTables>;
type Version = Parameters<DocumentRegister['saveVersion']>[0];
type VersionMethods = Pick<
  DocumentRegister,
  | 'extraction'
  | 'extractorsOf'
  | 'saveVersion'
  | 'currentVersions'
  | 'passages'
  | 'text'
  | 'placed'
  | 'versionOwners'
  | 'oldVersions'
  | 'dropVersions'
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
    const { id, documentId, passages, claim } = version;
    if (claim && !(await isHeld(tables, claim)))
      throw new Problem('conflict', 'Reading this document was called off in the meantime.');
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
      .updateTable('versions')
      .set({ old: 1, oldSince: Date.now() })
      .where('documentId', '=', documentId)
      .where('old', '=', 0)
      .execute();
    const packed = packPassages(passages);
    await tables
      .insertInto('versions')
      .values({
        id,
        documentId,
        number,
        extractionId,
        passages: packed,
        old: 0,
        oldSince: null,
        lastDocument: null,
      })
      .execute();
    return number;
  });

/** Texts of these bytes that no version and no document needs any more. */
export const dropExtractions = async (db: Database, hashes: readonly string[]): Promise<void> => {
  await db
    .deleteFrom('extractions')
    .where('hash', 'in', hashes)
    .where('hash', 'not in', (used) =>
      used.selectFrom('documents').select('hash').where('hash', 'in', hashes),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('versions')
            .select('versions.id')
            .whereRef('versions.extractionId', '=', 'extractions.id'),
        ),
      ),
    )
    .execute();
};

const dropVersions = (db: Database, versionIds: readonly string[]): Promise<void> =>
  db.transaction().execute(async (tables) => {
    if (versionIds.length === 0) return;
    const extracted = await tables
      .selectFrom('versions')
      .innerJoin('extractions', 'extractions.id', 'versions.extractionId')
      .select('extractions.hash')
      .distinct()
      .where('versions.id', 'in', versionIds)
      .execute();
    await tables
      .deleteFrom('versions')
      .where('id', 'in', versionIds)
      .where('old', '=', 1)
      .execute();
    await dropExtractions(
      tables,
      extracted.map(({ hash }) => hash),
    );
  });

const currentVersions = (db: Database, documentId?: string) =>
  db
    .selectFrom('documents')
    .innerJoin('versions', 'versions.id', 'documents.versionId')
    .innerJoin('extractions', 'extractions.id', 'versions.extractionId')
    .select([
      'documents.id as documentId',
      'versions.id as versionId',
      'versions.number as versionNumber',
      'extractions.hash',
    ])
    .$if(documentId !== undefined, (all) => all.where('documents.id', '=', documentId ?? ''))
    .execute();

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
  async extractorsOf(hash) {
    const rows = await db
      .selectFrom('extractions')
      .select('extractor')
      .distinct()
      .where('hash', '=', hash)
      .execute();
    return rows.map(({ extractor }) => extractor);
  },
  saveVersion: (version) => saveVersion(db, version),
  currentVersions: (documentId) => currentVersions(db, documentId),
  passages: (documentId) => passagesOf(db, documentId),
  async text(versionId) {
    const row = await textOfVersion(db, versionId)
      .select(['extractions.text', 'extractions.blocks', 'extractions.placed'])
      .executeTakeFirst();
    if (!row) return null;
    return {
      text: row.text,
      blocks: JSON.parse(row.blocks),
      placed: unpackPlaced(placedOf(row.placed)),
    };
  },
  async placed(versionId, range) {
    const row = await textOfVersion(db, versionId).select('extractions.placed').executeTakeFirst();
    const placed = row ? unpackPlaced(placedOf(row.placed)) : [];
    return placed.filter(({ start, end }) => start < range.end && end > range.start);
  },
  versionOwners: (versionIds) => versionOwners(db, versionIds),
  async oldVersions({ documentId, before } = {}) {
    const rows = await db
      .selectFrom('versions')
      .select('id')
      .where('old', '=', 1)
      .$if(documentId !== undefined, (all) => all.where('documentId', '=', documentId ?? ''))
      .$if(before !== undefined, (all) => all.where('oldSince', '<', before ?? 0))
      .orderBy('number')
      .execute();
    return rows.map(({ id }) => id);
  },
  dropVersions: (versionIds) => dropVersions(db, versionIds),
});
