import { sql, type Kysely } from 'kysely';
import { type Document, unsettledStates } from '../../domain/document.ts';
import { extensionOf } from '../../domain/document-format.ts';
import type { DocumentChange, DocumentRegister } from '../../ports/document-register.ts';
import { documentOf } from './document-rows.ts';
import { callOff, insertJob, isHeld } from './job-queue.ts';
import type { TenantTables } from './tables.ts';

type Database = Kysely<TenantTables>;

const changedColumns = ({ warnings, metadata, readers, ...columns }: DocumentChange) => ({
  ...columns,
  ...(warnings ? { warnings: JSON.stringify(warnings) } : {}),
  ...(metadata ? { metadata: JSON.stringify(metadata) } : {}),
  ...(readers ? { readers: JSON.stringify(readers) } : {}),
  updatedAt: Date.now(),
});

const change = async (db: Database, id: string, columns: DocumentChange): Promise<boolean> => {
  const row = await db
    .updateTable('documents')
    .set(changedColumns(columns))
    .where('id', '=', id)
    .executeTakeFirst();
  return row.numUpdatedRows > 0n;
};

/** What came with a mail is read by who reads the mail. */
const changeAttached = async (
  db: Database,
  id: string,
  readers: NonNullable<DocumentChange['readers']>,
): Promise<void> => {
  const attached = await db
    .updateTable('documents')
    .set(changedColumns({ readers }))
    .where('attachedTo', '=', id)
    .returning('id')
    .execute();
  for (const { id: below } of attached) await changeAttached(db, below, readers);
};

const INGEST = 'ingest-document';
const DESCRIBE = 'describe-document';

export const callOffIngestion = (db: Database, id: string) => callOff(db, INGEST, id);

/** One job a document: the one before, also a running one, is called off. */
export const queueIngestion = async (
  db: Database,
  { id, lane, name, bytes }: Pick<Document, 'id' | 'lane' | 'name' | 'bytes'>,
): Promise<void> => {
  await callOffIngestion(db, id);
  const format = extensionOf(name);
  await insertJob(db, {
    kind: INGEST,
    payload: { documentId: id },
    about: id,
    lane,
    format,
    bytes,
  });
};

/** Changes the row and queues the ingestion it needs, both or neither. */
const changeAndIngest = (db: Database, id: string, columns: DocumentChange): Promise<boolean> =>
  db.transaction().execute(async (tables) => {
    await change(tables, id, { ...columns, state: 'queued', reason: null });
    const document = await documentRowOf(tables, id);
    if (document) await queueIngestion(tables, document);
    return document !== undefined;
  });

export const documentRowOf = (db: Database, id: string) =>
  db.selectFrom('documents').selectAll().where('id', '=', id).executeTakeFirst();

type ReadingMethods = Pick<
  DocumentRegister,
  | 'update'
  | 'replaceBytes'
  | 'requeue'
  | 'cancel'
  | 'advance'
  | 'settle'
  | 'describe'
  | 'undescribed'
  | 'attachmentsOf'
  | 'laneCounts'
>;

const undescribed = async (db: Database): Promise<Pick<Document, 'id' | 'readers'>[]> => {
  const { rows } = await sql<{ id: string; readers: string }>`
    with recursive behind (id) as (
      select about from jobs where lane = '' and kind = ${DESCRIBE}
      union
      select documents.id from documents join behind on documents."attachedTo" = behind.id
    )
    select documents.id, readers from documents join behind on behind.id = documents.id`.execute(
    db,
  );
  return rows.map(({ id, readers }) => ({ id, readers: JSON.parse(readers) }));
};

/** How the reading of documents is led, ended, and told. */
export const readingMethods = (db: Database): ReadingMethods => ({
  update: (id, columns) => change(db, id, columns),
  replaceBytes: (id, bytes) => changeAndIngest(db, id, bytes),
  requeue: (id) => changeAndIngest(db, id, {}),
  cancel: (id, reason) =>
    db.transaction().execute(async (tables) => {
      const row = await tables
        .updateTable('documents')
        .set({ state: 'cancelled', reason, updatedAt: Date.now() })
        .where('id', '=', id)
        .where('state', 'in', unsettledStates)
        .executeTakeFirst();
      if (row.numUpdatedRows === 0n) return false;
      await callOffIngestion(tables, id);
      return true;
    }),
  advance: (id, claim, columns) =>
    db
      .transaction()
      .execute(async (tables) => (await isHeld(tables, claim)) && change(tables, id, columns)),
  settle: (id, claim, columns) =>
    db.transaction().execute(async (tables) => {
      if (!(await isHeld(tables, claim))) return false;
      await callOffIngestion(tables, id);
      return change(tables, id, columns);
    }),
  describe: (id, columns) =>
    db.transaction().execute(async (tables) => {
      const there = await change(tables, id, columns);
      if (there && columns.readers) await changeAttached(tables, id, columns.readers);
      if (there)
        await insertJob(tables, {
          kind: DESCRIBE,
          payload: { documentId: id },
          about: id,
        });
      return there;
    }),
  undescribed: () => undescribed(db),
  async attachmentsOf(id) {
    const rows = await db
      .selectFrom('documents')
      .selectAll()
      .where('attachedTo', '=', id)
      .orderBy('id')
      .execute();
    return rows.map(documentOf);
  },
  async laneCounts() {
    const rows = await db
      .selectFrom('documents')
      .select(({ fn }) => [
        'lane',
        'state',
        'readers',
        fn.countAll<number | string>().as('documents'),
        fn.sum<number | string>('bytes').as('bytes'),
      ])
      .groupBy(['lane', 'state', 'readers'])
      .execute();
    return rows.map(({ lane, state, readers, documents, bytes }) => ({
      lane,
      state,
      readers: JSON.parse(readers),
      documents: Number(documents),
      bytes: Number(bytes),
    }));
  },
});
