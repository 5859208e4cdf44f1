import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  chmod,
  chown,
  cp,
  mkdtemp,
  open,
  readdir,
  readFile,
  rm,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { runDocent } from '../testing/docent-process.ts';
import { ofType } from '../testing/read-chunks.ts';
import { startServer } from '../testing/start-server.ts';

/** What is damaged, newer, locked or not ours is refused by the real program in one line, and left as it is. */
let root: string;
let seed: string;
let data: string;
const others: ChildProcess[] = [];

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'docent-faults-'));
  seed = join(root, 'seed');
  const { code } = await runDocent([
    'ingest',
    'examples/documents/office-notes.txt',
    '--data',
    seed,
  ]);
  if (code !== 0) throw new Error('no data folder to damage');
});
afterAll(() => rm(root, { recursive: true }));
beforeEach(async () => {
  data = await mkdtemp(join(root, 'data-'));
  await cp(seed, data, { recursive: true });
});
afterEach(async () => {
  for (const child of others.splice(0)) {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }
});

const tenantFile = () => join(data, 'tenants/default/tenant.db');
const controlFile = () => join(data, 'control.db');

/** Every file with its hash. What one start makes anew is not looked at: the lock, and the index. */
const contents = async () => {
  const files = await readdir(data, { recursive: true, withFileTypes: true });
  const kept = files.filter((file) => file.isFile() && !/^(lock|index\..*)\.db/.test(file.name));
  const hashes = kept.map(async ({ parentPath, name }) => {
    const bytes = await readFile(join(parentPath, name));
    return [join(parentPath, name), createHash('sha256').update(bytes).digest('hex')];
  });
  return Object.fromEntries(await Promise.all(hashes)) as Record<string, string>;
};

const serve = (folder = data) =>
  runDocent(['serve', '--port', '0', '--data', folder], { DOCENT_LOG_LEVEL: 'error' });

/** Refused with one line that says `what`, and nothing else was said or changed. */
const refused = async (what: string | RegExp, folder = data) => {
  const before = await contents();
  const { code, stderr } = await serve(folder);
  expect(stderr).toMatch(/^docent: .+\n$/);
  expect(stderr).toMatch(what);
  expect(stderr).not.toContain('our fault');
  expect(code).toBe(1);
  expect(await contents()).toEqual(before);
};

const overwrite = async (path: string) => {
  const file = await open(path, 'r+');
  await file.write('no database any more, only words', 0);
  await file.close();
};
const execute = (path: string, statement: string) => {
  const database = new DatabaseSync(path);
  database.exec(statement);
  database.close();
};

const files = [
  ['control.db', controlFile],
  ['tenant.db', tenantFile],
] as const;

test.for(files)('%s that is no database', async ([name, file]) => {
  await overwrite(file());
  await refused(`${name} is damaged`);
});
test.for(files)('%s that was emptied', async ([name, file]) => {
  await truncate(file(), 0);
  await refused(`${name} is empty`);
});
test.for(files)('%s that is gone', async ([name, file]) => {
  await rm(file());
  await refused(`${name} is missing`);
});
test.for(files)('%s of a newer Docent', async ([name, file]) => {
  execute(file(), 'pragma user_version = 99');
  await refused(`${name} was written by a newer Docent (schema 99`);
});
test.for(files)('%s of another program', async ([name, file]) => {
  execute(file(), 'pragma application_id = 99');
  await refused(`${name} is not the file that belongs here`);
});

test('a file, or a link that leads nowhere, in the place of the folder', async () => {
  await writeFile(join(root, 'file'), 'mine');
  await symlink(join(root, 'not-mounted/disk'), join(root, 'link'));
  for (const folder of ['file', 'file/data', 'link', 'link/data'])
    await refused(/a file, or a link that leads nowhere/, join(root, folder));
  expect(await readFile(join(root, 'file'), 'utf8')).toBe('mine');
});

test('a second server changes nothing', async () => {
  const first = await startServer({ folder: data });
  try {
    // What the first one writes meanwhile, it does not write every time.
    const told = () => refused('Another Docent is using this data folder');
    await expect.poll(told).toBeUndefined();
    expect((await fetch(`${first.url}/health/live`)).status).toBe(200);
  } finally {
    await first.close();
  }
});

/** Holds a database as a backup program or a curious person might, in a process of its own. */
const lock = async (path: string, how: string) => {
  const script = `const { DatabaseSync } = require('node:sqlite');
    const database = new DatabaseSync(process.argv[1]);
    database.exec(process.argv[2]);
    console.log('locked');
    setInterval(() => database, 1000);`;
  const child = spawn(process.execPath, ['-e', script, path, how], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  others.push(child);
  await once(child.stdout, 'data');
  return child;
};

test.for(files)('%s that another process has locked', async ([, file]) => {
  await lock(file(), 'pragma locking_mode = exclusive; begin exclusive');
  await refused('database is busy');
});

test('locked while it is used: the question is refused, everything else answers, and it heals', async () => {
  const server = await startServer({ folder: data });
  try {
    const person = await server.person();
    const { id } = await person.json<{ id: string }>('/api/v1/conversations', { body: {} });
    const other = await lock(tenantFile(), 'begin immediate');
    const refusal = await person.fetch(`/api/v1/conversations/${id}/turns`, {
      method: 'POST',
      body: JSON.stringify({ text: 'Where is the key?' }),
      headers: { 'content-type': 'application/json' },
    });
    expect(refusal.status).toBe(503);
    expect(Number(refusal.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refusal.json()).toMatchObject({ code: 'busy', retryable: true });
    expect((await fetch(`${server.url}/health/live`)).status).toBe(200);
    other.kill('SIGKILL');
    await once(other, 'exit');
    const chunks = await person.ask('Where is the key?', { conversationId: id });
    expect(ofType(chunks, 'data-outcome')[0]?.data.outcome).toBe('completed');
  } finally {
    await server.close();
  }
});

test('a damaged index is made anew from what is kept', async () => {
  const [name = ''] = (await readdir(join(data, 'tenants/default'))).filter((file) =>
    file.startsWith('index.'),
  );
  await overwrite(join(data, 'tenants/default', name));
  const server = await startServer({ folder: data });
  try {
    const person = await server.person();
    const hits = async () =>
      (await person.json<{ hits: unknown[] }>('/api/v1/search?q=office')).hits.length;
    await expect.poll(hits).toBeGreaterThan(0);
  } finally {
    await server.close();
  }
});

/** Root may write everything: then the program runs as nobody, who owns the folder but may not write it. */
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;

const serveUnprivileged = async () => {
  if (!isRoot) return serve();
  await chmod(root, 0o755);
  for (const path of ['.', ...(await readdir(data, { recursive: true }))])
    await chown(join(data, path), NOBODY, NOBODY);
  const args = ['serve', '--port', '0', '--data', data];
  const child = spawn('bin/docent', args, {
    uid: NOBODY,
    gid: NOBODY,
    env: { ...process.env, DOCENT_LOG_LEVEL: 'error' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  others.push(child);
  const [stderr, [code]] = await Promise.all([text(child.stderr), once(child, 'close')]);
  return { code: code as number | null, stderr };
};

test.for([
  ['the folder', () => data, 0o500],
  ['control.db', controlFile, 0o400],
  ['tenant.db', tenantFile, 0o400],
] as const)('%s that may not be written', async ([, path, mode]) => {
  await rm(join(data, 'lock.db'));
  await chmod(path(), mode);
  const before = await contents();
  const { code, stderr } = await serveUnprivileged();
  expect(stderr).toMatch(/^docent: .*cannot be (read or )?written.*\n$/);
  expect(code).toBe(1);
  expect(await contents()).toMatchObject(before);
});
