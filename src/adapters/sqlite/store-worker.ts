import { DEFAULT_TENANT, type TenantId } from '../../domain/tenant.ts';
import { Problem } from '../../domain/problem.ts';
import { makeStemmer } from '../../lib/language/stems.ts';
import { below, fileSize, makeDurable, makePrivateFolder, namesIn } from '../../lib/files.ts';
import { given } from '../../lib/thread.ts';
import { serveCalls } from '../../lib/worker-call.ts';
import type { AccountStore } from '../../ports/account-store.ts';
import { sqlAccounts } from '../sql/account-store.ts';
import type { ControlTables } from '../sql/tables.ts';
import { controlDatabase } from './control-schema.ts';
import { tenantFolder } from './data-folder.ts';
import { lockFolder } from './folder-lock.ts';
import { openForWriting } from './index/index-database.ts';
import { servedFile } from './index/index-file.ts';
import { namedIndex, prepareIndex } from './index/index-opening.ts';
import { createDatabase, openDatabase } from './open-database.ts';
import { queryBuilder } from './query-builder.ts';
import { RESTORE, sqliteProblem } from './sqlite-problem.ts';
import { tenantDatabases, type RelationalStores } from './tenant-databases.ts';
import { tenantDatabase } from './tenant-schema.ts';

/**
 * The thread that all databases of the process live in: one statement at a time, none on the main thread. A call
 * of a store is one message, so a transaction never waits for another thread.
 */
type Given = {
  folder: string;
  openTenants: number;
  /** The one before has died: its process, and what that does, go on. */
  again: boolean;
};
const { folder, openTenants, again } = await given<Given>();
const tenants = tenantDatabases(folder, { limit: openTenants, endsLeases: !again });
const tenantId = /^[a-z0-9-]{1,64}$/;

type Control = { accounts: AccountStore; close(): Promise<void>; checked: boolean };
let control: Promise<Control> | null = null;

const isThere = async (path: string, name: string): Promise<boolean> =>
  (await fileSize(below(path, [name], '.db'))) !== null;

const makeTenant = async (tenant: TenantId): Promise<void> => {
  if (!tenantId.test(tenant))
    throw new Problem('invalid-request', 'A tenant id is 1 to 64 of a-z, 0-9 and -.');
  const path = tenantFolder(folder, tenant);
  await makePrivateFolder(path);
  if (await isThere(path, tenantDatabase.name)) return; // made before a crash, or restored
  await createDatabase(path, tenantDatabase);
  await makeDurable(below(folder, ['tenants']));
  await makeDurable(folder);
};

const makeControl = async (): Promise<void> => {
  if (await isThere(folder, controlDatabase.name)) return;
  if ((await namesIn(below(folder, ['tenants']))).length > 0)
    throw new Problem(
      'storage-failed',
      `control.db is missing, but there are tenants. ${RESTORE}`,
      {
        retryable: false,
      },
    );
  await createDatabase(folder, controlDatabase);
};

const openControl = async (): Promise<Control> => {
  await makePrivateFolder(folder);
  const lock = await lockFolder(folder);
  try {
    await makeControl();
    const { database, checked } = await openDatabase(folder, controlDatabase);
    const stored = sqlAccounts(queryBuilder<ControlTables>(database));
    const addTenant: AccountStore['addTenant'] = async (tenant) => {
      await makeTenant(tenant.id); // first: a tenant in the list always has its database
      await stored.addTenant(tenant);
    };
    if ((await stored.tenants()).length === 0)
      await addTenant({ id: DEFAULT_TENANT, name: DEFAULT_TENANT });
    const close = async () => {
      await tenants.close();
      database.close();
      lock.release();
    };
    return { accounts: { ...stored, addTenant }, close, checked };
  } catch (thrown) {
    lock.release();
    throw thrown;
  }
};

const opened = async (): Promise<Control> => {
  control ??= openControl();
  try {
    return await control;
  } catch (thrown) {
    control = null; // the next call tries again
    throw thrown;
  }
};

/** The method names come from this program's own main thread, the types hold there. */
const invoke = (store: object, method: string, args: unknown[]): unknown =>
  Reflect.apply(Reflect.get(store, method), store, args);

const running = new Set<Promise<unknown>>();
let closing = false;

/** Every call but `close` comes through here: its end is waited for, and SQLite's errors are told to people. */
const run = async <Result>(work: () => Promise<Result>): Promise<Result> => {
  if (closing) throw new Problem('stopping', 'The server is stopping.');
  const call = work();
  running.add(call);
  try {
    return await call;
  } catch (thrown) {
    throw sqliteProblem(thrown);
  } finally {
    running.delete(call);
  }
};

/** A tenant's index is written by a thread of its own, which nobody needs to see that nothing is to be written. */
const askIndex = <Answer>(
  versioned: string,
  question: (index: ReturnType<typeof openForWriting>) => Answer,
): Answer => {
  const index = openForWriting(versioned, makeStemmer(0));
  try {
    return question(index);
  } finally {
    index.close();
  }
};

const methods = {
  start: () => run(async () => ({ checked: (await opened()).checked })),
  openTenant: (tenant: TenantId) =>
    run(async () => {
      const known = await (await opened()).accounts.tenants();
      if (!known.some(({ id }) => id === tenant))
        throw new Problem('not-found', 'There is no such tenant.');
      return tenants.use(tenant, ({ checked, migrated }) => ({ checked, migrated }));
    }),
  accounts: (method: string, args: unknown[]) =>
    run(async () => invoke((await opened()).accounts, method, args)),
  tenant: (
    at: { tenant: TenantId; store: keyof RelationalStores },
    method: string,
    args: unknown[],
  ) => run(() => tenants.use(at.tenant, ({ stores }) => invoke(stores[at.store], method, args))),
  prepareIndex: (file: string) => run(() => namedIndex(() => prepareIndex(file, askIndex))),
  indexContents: (file: string) =>
    run(() => namedIndex(() => askIndex(servedFile(file), (index) => index.contents()))),
  async close(): Promise<void> {
    closing = true;
    await Promise.allSettled(running);
    await (await control)?.close();
  },
};

export type StoreMethods = typeof methods;

serveCalls(methods);
