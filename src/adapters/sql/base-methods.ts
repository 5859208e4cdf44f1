import type { Kysely } from 'kysely';
import { Problem } from '../../domain/problem.ts';
import type { DocumentRegister } from '../../ports/document-register.ts';
import { baseColumns, baseOf, baseRow } from './document-rows.ts';
import { insertJob } from './job-queue.ts';
import type { TenantTables } from './tables.ts';

type Database = Kysely<TenantTables>;
type BaseMethods = Pick<
  DocumentRegister,
  'bases' | 'base' | 'addBase' | 'updateBase' | 'deleteBase' | 'baseVersions' | 'countDocuments'
>;

/** Documents that have the readers of their base follow it at once; a job brings the index in line. */
const updateBase = (
  db: Database,
  id: string,
  change: Parameters<DocumentRegister['updateBase']>[1],
): Promise<boolean> =>
  db.transaction().execute(async (tables) => {
    const before = await tables
      .selectFrom('bases')
      .select('readers')
      .where('id', '=', id)
      .executeTakeFirst();
    if (!before) return false;
    const columns = baseColumns(change);
    await tables
      .updateTable('bases')
      .set({ id, ...columns })
      .where('id', '=', id)
      .execute();
    const { readers } = columns;
    if (readers === undefined || readers === before.readers) return true;
    await tables
      .updateTable('documents')
      .set({ readers })
      .where('baseId', '=', id)
      .where('readers', '=', before.readers)
      .execute();
    await insertJob(tables, {
      kind: 'spread-readers',
      payload: { baseId: id },
      about: id,
    });
    return true;
  });

export const baseMethods = (db: Database): BaseMethods => ({
  async bases() {
    const rows = await db
      .selectFrom('bases')
      .selectAll()
      .orderBy('createdAt')
      .orderBy('id')
      .execute();
    return rows.map(baseOf);
  },
  async base(id) {
    const row = await db.selectFrom('bases').selectAll().where('id', '=', id).executeTakeFirst();
    return row ? baseOf(row) : null;
  },
  async addBase(base) {
    await db.insertInto('bases').values(baseRow(base)).execute();
  },
  updateBase: (id, change) => updateBase(db, id, change),
  deleteBase: (id) =>
    db.transaction().execute(async (tables) => {
      const held = await tables
        .selectFrom('documents')
        .select('id')
        .where('baseId', '=', id)
        .limit(1)
        .executeTakeFirst();
      if (held)
        throw new Problem('conflict', 'This base still holds documents. Delete them first.');
      const row = await tables.deleteFrom('bases').where('id', '=', id).executeTakeFirst();
      return row.numDeletedRows > 0n;
    }),
  async baseVersions(baseIds) {
    if (baseIds.length === 0) return [];
    const rows = await db
      .selectFrom('baseVersions')
      .selectAll()
      .where('baseId', 'in', [...baseIds])
      .execute();
    const versions = new Map(rows.map(({ baseId, version }) => [baseId, version]));
    return baseIds.map((id) => versions.get(id) ?? 0);
  },
  async countDocuments() {
    const rows = await db
      .selectFrom('documents')
      .select(({ fn }) => ['baseId', 'readers', fn.countAll<number | string>().as('documents')])
      .groupBy(['baseId', 'readers'])
      .execute();
    return rows.map(({ baseId, readers, documents }) => ({
      baseId,
      readers: JSON.parse(readers),
      documents: Number(documents),
    }));
  },
});
