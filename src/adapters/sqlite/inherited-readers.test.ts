import { afterEach, beforeEach, expect, test } from 'vitest';
import { temporaryFolder } from '../../../testing/conformance/embedded-folder.ts';
import { createDatabase, openDatabase } from './open-database.ts';
import { inheritedReaders, tenantDatabase } from './tenant-schema.ts';

/**
 * The version before gave what came with a mail its readers in a job. One that was left when it ended must not leave
 * an attachment open whose mail was closed.
 */
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder.remove());

const { migrations } = tenantDatabase;
const before = {
  ...tenantDatabase,
  migrations: migrations.slice(0, migrations.indexOf(inheritedReaders)),
};

const documentSql = (id: string, attachedTo: string | null, readers: string): string => `
  insert into documents (id, "baseId", name, title, "mediaType", bytes, hash, state, passages, warnings, metadata,
    readers, "createdAt", "updatedAt", "attachedTo")
  values ('${id}', 'default', 'n', 't', 'm', 1, 'h', 'ready', 0, '[]', '{}', '["${readers}"]', 1, 1,
    ${attachedTo === null ? 'null' : `'${attachedTo}'`});`;

test('attachments get the readers of their mail, however deep, and a job tells the index', async () => {
  await createDatabase(folder.path, before);
  const old = await openDatabase(folder.path, before);
  old.database.exec(
    [
      documentSql('mail', null, 'group:board'),
      documentSql('attached', 'mail', 'everyone'),
      documentSql('deeper', 'attached', 'everyone'),
      documentSql('right', 'mail', 'group:board'),
      documentSql('other', null, 'everyone'),
    ].join(''),
  );
  const version = () => `select version from "baseVersions" where "baseId" = 'default'`;
  const versionBefore = old.database.prepare(version()).get()?.['version'];
  old.database.close();

  const { database } = await openDatabase(folder.path, tenantDatabase);
  const readers = database.prepare('select id, readers from documents order by id').all();
  const jobs = database
    .prepare('select kind, about, payload, state from jobs order by about')
    .all();
  const versionNow = database.prepare(version()).get()?.['version'];
  database.close();
  expect(readers).toEqual([
    { id: 'attached', readers: '["group:board"]' },
    { id: 'deeper', readers: '["group:board"]' },
    { id: 'mail', readers: '["group:board"]' },
    { id: 'other', readers: '["everyone"]' },
    { id: 'right', readers: '["group:board"]' },
  ]);
  const job = { kind: 'describe-document', state: 'later' };
  expect(jobs).toEqual([
    { ...job, about: 'attached', payload: '{"documentId":"attached"}' },
    { ...job, about: 'deeper', payload: '{"documentId":"deeper"}' },
  ]);
  expect(versionNow).toBeGreaterThan(Number(versionBefore)); // what was remembered of searches goes
});
