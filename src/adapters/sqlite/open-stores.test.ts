import {
  copyFile,
  mkdir,
  open as openFile,
  readdir,
  rm,
  stat,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { acceptanceOf } from '../../../testing/conformance/conversation-samples.ts';
import { openFolder, temporaryFolder } from '../../../testing/conformance/embedded-folder.ts';
import { patient } from '../../../testing/patient.ts';
import type { EmbeddedOptions, EmbeddedStores } from './open-stores.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let opened: EmbeddedStores[] = [];
beforeEach(async () => {
  folder = await temporaryFolder();
  opened = [];
});
afterEach(async () => {
  await Promise.all(opened.map((stores) => stores.close()));
  await folder.remove();
});

const open = async (options: Partial<EmbeddedOptions> = {}, path = folder.path) => {
  const stores = await openFolder(path, options);
  opened.push(stores);
  return stores;
};
const control = () => join(folder.path, 'control.db');
const tenantFile = (tenant = 'default', root = folder.path) =>
  join(root, 'tenants', tenant, 'tenant.db');

/** A folder that was used and closed, with one question of `anna` in it. */
const usedFolder = async () => {
  const stores = await openFolder(folder.path);
  const acceptance = acceptanceOf({ ownerId: 'anna' });
  await (await stores.tenants.open('default')).conversations.accept(acceptance);
  await stores.close();
  return acceptance;
};
const withDatabase = (path: string, work: (database: DatabaseSync) => void) => {
  const database = new DatabaseSync(path);
  work(database);
  database.close();
};

describe('a data folder', () => {
  test('is made with one tenant, for this user only', async () => {
    const stores = await open({}, join(folder.path, 'new', 'folder'));
    expect(await stores.accounts.tenants()).toMatchObject([{ id: 'default' }]);
    const path = join(folder.path, 'new', 'folder');
    await (await stores.tenants.open('default')).conversations.runningTurns();
    expect((await stat(path)).mode & 0o777).toBe(0o700);
    for (const file of [join(path, 'control.db'), tenantFile('default', path)]) {
      expect((await stat(file)).mode & 0o777).toBe(0o600);
      expect((await stat(`${file}-wal`)).mode & 0o777).toBe(0o600);
    }
  });

  test('belongs to one server at a time', async () => {
    const first = await open();
    await expect(open()).rejects.toMatchObject({
      code: 'conflict',
      detail: expect.stringContaining('Another Docent'),
    });
    await first.close();
    const second = await open();
    expect(await second.accounts.tenants()).toHaveLength(1);
  });

  test('keeps what was accepted over an end and a new start', async () => {
    const { turn, userMessage } = await usedFolder();
    const { conversations } = await (await open()).tenants.open('default');
    expect(await conversations.turn(turn.id, 'anna')).toEqual(turn);
    expect(await conversations.message(turn.userMessageId, 'anna')).toEqual(userMessage);
  });

  test('lets the jobs of a dead server be done at once', async () => {
    const claim = { kinds: ['read'], leaseMs: 3_600_000, maxAttempts: 5 };
    const first = await openFolder(folder.path);
    const { jobs } = await first.tenants.open('default');
    await jobs.enqueue({ kind: 'read', payload: {} });
    const held = await jobs.claim(claim);
    expect(await jobs.claim(claim)).toBeNull();
    await first.close();
    const again = (await (await open()).tenants.open('default')).jobs;
    expect(await again.claim(claim)).toMatchObject({ id: held?.id, attempt: 2 });
    expect(await again.claim(claim)).toBeNull();
  });

  test('closing waits for what runs, leaves nothing open, and may be asked twice', async () => {
    const stores = await open();
    const { conversations } = await stores.tenants.open('default');
    const accepted = Array.from({ length: 20 }, () =>
      conversations.accept(acceptanceOf({ ownerId: 'anna' })),
    );
    await Promise.all([stores.close(), stores.tenants.close()]);
    expect(await Promise.all(accepted)).toHaveLength(20);
    await expect(conversations.runningTurns()).rejects.toMatchObject({ code: 'stopping' });
    const names = [
      ...(await readdir(folder.path)),
      ...(await readdir(join(folder.path, 'tenants', 'default'))),
    ];
    expect(names.filter((name) => name.endsWith('-wal'))).toEqual([]);
  });
});

describe('tenants', () => {
  test('one that was never added is not found, and nothing is made by asking', async () => {
    const stores = await open();
    for (const tenant of ['nobody', '../default', '', 'a/b'])
      await expect(stores.tenants.open(tenant)).rejects.toMatchObject({ code: 'not-found' });
    expect(await readdir(join(folder.path, 'tenants'))).toEqual(['default']);
  });

  test('more of them than may be open at once all work, also at the same time', async () => {
    const stores = await open({ openTenants: 2 });
    const ids = Array.from({ length: 6 }, (_, place) => `tenant-${place}`);
    for (const id of ids) await stores.accounts.addTenant({ id, name: id });
    const accept = async (id: string) => {
      const { conversations } = await stores.tenants.open(id);
      await conversations.accept(acceptanceOf({ ownerId: id }));
      return conversations;
    };
    const all = await Promise.all([...ids, ...ids].map(accept));
    for (const [place, conversations] of all.entries()) {
      const running = await conversations.runningTurns();
      expect(running.map(({ principalId }) => principalId)).toEqual([
        ids[place % 6],
        ids[place % 6],
      ]);
    }
  });

  test('what is written for one goes on while others take its place among the open ones', async () => {
    const stores = await open({ openTenants: 1 });
    await stores.accounts.addTenant({ id: 'other', name: 'Other' });
    const { originals } = await stores.tenants.open('default');
    const limits = { maxBytes: 100, signal: patient() };
    async function* bytes() {
      yield new TextEncoder().encode('one');
      await stores.tenants.open('other');
      await stores.tenants.open('default');
      yield new TextEncoder().encode('two');
    }
    const { hash } = await originals.put(bytes(), limits);
    expect(await (await stores.tenants.open('default')).originals.size(hash)).toBe(6);
  });

  test('each has its own index, opened once', async () => {
    const asked: string[] = [];
    const stores = await open({
      openIndex: (tenant, path) => {
        asked.push(`${tenant} ${path}`);
        return Promise.reject(new Error('no index'));
      },
    });
    await expect(stores.tenants.open('default')).rejects.toThrow('no index');
    const again = [stores.tenants.open('default'), stores.tenants.open('default')];
    for (const call of again) await expect(call).rejects.toThrow('no index');
    const expected = `default ${join(folder.path, 'tenants', 'default')}`;
    expect(asked).toEqual([expected, expected]);
  });
});

describe('what is not as it should be is refused and left alone', () => {
  const refusal = async (path: string, damage: () => Promise<unknown>) => {
    await usedFolder();
    await damage();
    const before = await stat(path).catch(() => null);
    const attempt = open().then((stores) => stores.tenants.open('default'));
    const thrown: unknown = await attempt.then(
      () => null,
      (error: unknown) => error,
    );
    const after = await stat(path).catch(() => null);
    expect(after?.size).toBe(before?.size);
    return thrown;
  };
  const files: [string, () => string][] = [
    ['control.db', control],
    ['tenant.db', () => tenantFile()],
  ];

  test.for(files)('%s of a newer Docent', async ([name, path]) => {
    const thrown = await refusal(path(), () =>
      Promise.resolve(
        withDatabase(path(), (database) => database.exec('pragma user_version = 99')),
      ),
    );
    expect(thrown).toMatchObject({ code: 'storage-failed', retryable: false });
    expect(thrown).toHaveProperty(
      'detail',
      expect.stringContaining(`${name} was written by a newer`),
    );
  });

  test.for(files)('%s that is somebody else’s database', async ([name, path]) => {
    const thrown = await refusal(path(), async () => {
      await rm(path());
      withDatabase(path(), (database) => database.exec('create table mine (x)'));
    });
    expect(thrown).toHaveProperty('detail', expect.stringContaining(`${name} is not the file`));
  });

  test.for(files)('%s that is no database', async ([name, path]) => {
    const thrown = await refusal(path(), () => writeFile(path(), 'This is a letter. '.repeat(500)));
    expect(thrown).toMatchObject({ code: 'storage-failed' });
    expect(thrown).toHaveProperty('detail', expect.stringContaining(`${name} is damaged`));
  });

  test.for(files)('%s that was emptied', async ([name, path]) => {
    const thrown = await refusal(path(), () => truncate(path()));
    expect(thrown).toHaveProperty('detail', expect.stringContaining(`${name} is empty`));
  });

  test.for(files)('%s that is gone', async ([name, path]) => {
    const thrown = await refusal(path(), () => rm(path()));
    expect(thrown).toMatchObject({ code: 'storage-failed' });
    expect(thrown).toHaveProperty('detail', expect.stringContaining(`${name} is missing`));
    expect(thrown).toHaveProperty('detail', expect.stringContaining('docent restore'));
  });

  test('the tenant’s file in the place of control.db', async () => {
    const thrown = await refusal(control(), () => copyFile(tenantFile(), control()));
    expect(thrown).toHaveProperty('detail', expect.stringContaining('control.db is not the file'));
  });

  test('damage inside, after an unclean end', async () => {
    const { size } = await usedFolder().then(() => stat(tenantFile()));
    await rm(folder.path, { recursive: true });
    await mkdir(folder.path);
    const thrown = await refusal(tenantFile(), async () => {
      const file = await openFile(tenantFile(), 'r+');
      await file.write(Buffer.alloc(size - 8192, 0x5a), 0, size - 8192, 8192);
      await file.close();
      await writeFile(`${tenantFile()}-wal`, Buffer.alloc(64)); // what only an unclean end leaves
    });
    expect(thrown).toMatchObject({ code: 'storage-failed' });
    expect(thrown).toHaveProperty('detail', expect.stringContaining('tenant.db'));
  });

  test('a path that leads through a file', async () => {
    await writeFile(join(folder.path, 'file'), '');
    const path = join(folder.path, 'file', 'data');
    await expect(open({}, path)).rejects.toMatchObject({ code: 'storage-failed' });
  });
});

describe('backup', () => {
  test('is a folder that can be opened, made while questions are accepted', async () => {
    const stores = await open();
    await stores.accounts.addTenant({ id: 'other', name: 'Other' });
    const { conversations } = await stores.tenants.open('default');
    const before = acceptanceOf({ ownerId: 'anna', text: 'before the backup' });
    await conversations.accept(before);
    const target = join(folder.path, 'backup');
    const during = Array.from({ length: 50 }, () =>
      conversations.accept(acceptanceOf({ ownerId: 'anna' })),
    );
    await Promise.all([stores.backup(target, new AbortController().signal), ...during]);

    const copy = await open({}, target);
    expect((await copy.accounts.tenants()).map(({ id }) => id)).toEqual(['default', 'other']);
    const copied = (await copy.tenants.open('default')).conversations;
    expect(await copied.turn(before.turn.id, 'anna')).toEqual(before.turn);
    const hits = await copied.search({ ownerId: 'anna', query: 'before', limit: 5 });
    expect(hits.map(({ conversation }) => conversation.id)).toEqual([before.conversation.id]);
    expect((await stat(tenantFile('default', target))).mode & 0o777).toBe(0o600);
  });

  test('stops when it is told to, and never writes over another one', async () => {
    const stores = await open();
    const target = join(folder.path, 'backup');
    const stopped = AbortSignal.abort(new Error('stopped'));
    await expect(stores.backup(target, stopped)).rejects.toThrow('stopped');
    await stores.backup(target, new AbortController().signal);
    await expect(stores.backup(target, new AbortController().signal)).rejects.toMatchObject({
      code: 'conflict',
    });
  });
});
