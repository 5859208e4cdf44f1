import type { Kysely } from 'kysely';
import type { Document } from '../../domain/document.ts';
import { EVERYONE } from '../../domain/principal.ts';
import type { VersionDocument, VersionOwner } from '../../ports/document-register.ts';
import type { TenantTables } from './tables.ts';

type Database = Kysely<TenantTables>;
type LastDocument = VersionDocument & Partial<Pick<VersionOwner, 'baseReaders'>>;

/** What was deleted before bases' readers were kept goes by its own. */
const ownerOnceDeleted = (lastDocument: string | null): VersionOwner => {
  const { baseReaders = [EVERYONE], ...document }: LastDocument = JSON.parse(
    lastDocument ?? 'null',
  );
  return { document, baseReaders, current: false, deleted: true };
};

/** A deleted document lives on in its texts, as what it was last: for those whose citations point at them. */
export const outliveDocument = async (db: Database, document: Document): Promise<void> => {
  const { id, baseId, title, mediaType, language, readers } = document;
  const base = await db
    .selectFrom('bases')
    .select('readers')
    .where('id', '=', baseId)
    .executeTakeFirstOrThrow();
  const baseReaders = JSON.parse(base.readers);
  const last: LastDocument = { id, title, mediaType, language, readers, baseReaders };
  await db
    .updateTable('versions')
    .set(({ fn, ref, val }) => ({
      old: 1,
      oldSince: fn.coalesce(ref('oldSince'), val(Date.now())),
      lastDocument: JSON.stringify(last),
    }))
    .where('documentId', '=', id)
    .execute();
};

/** The living first: what is deleted between the two questions is found by the second. */
export const versionOwners = async (
  db: Database,
  versionIds: readonly string[],
): Promise<Map<string, VersionOwner>> => {
  if (versionIds.length === 0) return new Map();
  const living = await db
    .selectFrom('versions')
    .innerJoin('documents', 'documents.id', 'versions.documentId')
    .innerJoin('bases', 'bases.id', 'documents.baseId')
    .select(['versions.id as versionId', 'versions.old', 'documents.id', 'documents.title'])
    .select(['documents.mediaType', 'documents.language', 'documents.readers'])
    .select('bases.readers as baseReaders')
    .where('versions.id', 'in', versionIds)
    .execute();
  const deleted = await db
    .selectFrom('versions')
    .select(['id', 'lastDocument'])
    .where('id', 'in', versionIds)
    .where('lastDocument', 'is not', null)
    .execute();
  return new Map([
    ...living.map((row): [string, VersionOwner] => {
      const { versionId, old, readers, baseReaders, ...columns } = row;
      const document = { ...columns, readers: JSON.parse(readers) };
      const current = old === 0;
      return [
        versionId,
        { document, baseReaders: JSON.parse(baseReaders), current, deleted: false },
      ];
    }),
    ...deleted.map(({ id, lastDocument }): [string, VersionOwner] => [
      id,
      ownerOnceDeleted(lastDocument),
    ]),
  ]);
};
