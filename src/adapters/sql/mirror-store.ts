import type { Kysely } from 'kysely';
import { laneOf } from '../../domain/lane.ts';
import type { MirroredPlace, MirrorStore } from '../../ports/mirror-store.ts';
import { documentOf } from './document-rows.ts';
import type { TenantTables } from './tables.ts';

type Database = Kysely<TenantTables>;

const NO_RULES = JSON.stringify({ metadata: {}, readers: null, base: null });

const place = (db: Database, id: string, { path, ...columns }: MirroredPlace): Promise<boolean> =>
  db.transaction().execute(async (tables) => {
    const row = await tables
      .updateTable('documents')
      .set({
        ...columns,
        ...(path === undefined ? {} : { folderPath: path }),
        updatedAt: Date.now(),
      })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirst();
    if (!row) return false;
    const { baseId, source } = documentOf(row);
    await tables
      .updateTable('documents')
      .set({ lane: laneOf(baseId, source) })
      .where('id', '=', id)
      .execute();
    return true;
  });

/** Mirrors of one tenant in a relational database. */
export const sqlMirrors = (db: Database): MirrorStore =>
  ({
    async delta(source) {
      const row = await db
        .selectFrom('mirrors')
        .select('delta')
        .where('source', '=', source)
        .executeTakeFirst();
      return row?.delta ?? null;
    },
    async saveDelta(source, delta) {
      await db
        .insertInto('mirrors')
        .values({ source, delta })
        .onConflict((other) => other.column('source').doUpdateSet({ delta }))
        .execute();
    },
    async files(source, { after, limit }) {
      const rows = await db
        .selectFrom('documents')
        .leftJoin('mirroredFiles', 'mirroredFiles.documentId', 'documents.id')
        .select([
          'documents.id as documentId',
          'documents.folderPath as path',
          'documents.hash',
          'documents.bytes',
          'mirroredFiles.etag',
          'mirroredFiles.rules',
        ])
        .where('documents.folder', '=', source)
        .$if(after !== null, (all) => all.where('documents.folderPath', '>', after ?? ''))
        .orderBy('documents.folderPath')
        .limit(limit)
        .execute();
      return rows.map(({ path, rules, ...row }) => ({
        ...row,
        path: path ?? '',
        rules: JSON.parse(rules ?? NO_RULES),
      }));
    },
    async save({ documentId, etag, rules }) {
      const columns = { etag, rules: JSON.stringify(rules) };
      await db
        .insertInto('mirroredFiles')
        .columns(['documentId', 'etag', 'rules'])
        // One that was deleted in the meantime is not remembered.
        .expression((from) =>
          from
            .selectFrom('documents')
            .select(({ val }) => [
              'id',
              val(columns.etag).as('etag'),
              val(columns.rules).as('rules'),
            ])
            .where('id', '=', documentId),
        )
        .onConflict((other) => other.column('documentId').doUpdateSet(columns))
        .execute();
    },
    place: (documentId, to) => place(db, documentId, to),
  }) satisfies MirrorStore;
