import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  lastJson,
  runDocent,
  startProcess,
  type DocentProcess,
} from '../testing/docent-process.ts';

/** Real processes, each test in a folder of its own. */
let home: string;
let data: string;
const servers: DocentProcess[] = [];

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'docent-cli-test-'));
  data = join(home, 'data');
  await mkdir(join(home, 'docs'));
  await writeFile(join(home, 'docs/leave.txt'), 'Parental leave is sixteen weeks.\n');
});
afterEach(async () => {
  for (const { child, ended } of servers.splice(0)) {
    child.kill('SIGTERM');
    await ended;
  }
  await rm(home, { recursive: true });
});

const serve = async (...args: string[]) => {
  const server = await startProcess(['--data', data, ...args]);
  servers.push(server);
  return server;
};
const run = (...args: string[]) => runDocent([...args, '--data', data]);

type Listed = { documents: { id: string; name: string; state: string; reason: string | null }[] };
type Answered = {
  answer: string;
  abstained: boolean;
  citations: { quote: string; title: string }[];
};

/** Everything a person does with documents, keys and questions; the way there is not theirs to know. */
const worksThroughout = async () => {
  await writeFile(join(home, 'broken.pdf'), '%PDF-1.7 and nothing else');
  const ingested = await run('ingest', home); // the data folder lies below it
  expect(ingested.code).toBe(3);
  expect(ingested.stderr).toContain('broken.pdf: failed');

  const listed = lastJson<Listed>((await run('documents', 'list', '--json')).stdout).documents;
  expect(listed.map(({ name, state }) => `${name} ${state}`).toSorted()).toEqual([
    'broken.pdf failed',
    'leave.txt ready',
  ]);
  const leave = listed.find(({ name }) => name === 'leave.txt');
  const shown = await run('documents', 'show', leave?.id ?? '');
  expect(shown.stdout).toContain('sixteen weeks');
  expect((await run('documents', 'reindex', leave?.id ?? '')).code).toBe(0);

  const question = 'How long is parental leave?';
  const answered = lastJson<Answered>((await run('ask', question, '--json')).stdout);
  expect(answered).toMatchObject({
    abstained: false,
    citations: [{ quote: 'Parental leave is sixteen weeks.', title: 'leave', start: 0, end: 32 }],
    timings: {},
  });
  const told = await run('ask', question);
  expect(told.stdout).toContain('sixteen weeks. [1]');
  expect(told.stdout).toContain('[1] leave');
  expect((await run('search', 'parental')).stdout).toContain('Parental leave is sixteen weeks.');

  const made = lastJson<{ id: string; key: string }>(
    (await run('keys', 'create', 'robot', '--scopes', 'ask,knowledge:read', '--json')).stdout,
  );
  expect((await run('keys', 'list')).stdout).toContain('robot');
  expect((await run('keys', 'revoke', made.id)).code).toBe(0);
  expect((await run('documents', 'delete', leave?.id ?? '')).code).toBe(0);
  const left = lastJson<Listed>((await run('documents', 'list', '--json')).stdout).documents;
  expect(left.map(({ name }) => name)).toEqual(['broken.pdf']);
  return made;
};

test('every command works by itself, without a server', async () => {
  await worksThroughout();
});

test('every command works through the running server', async () => {
  const server = await serve();
  expect((await stat(join(data, 'server.sock'))).mode & 0o777).toBe(0o600);
  const { key } = await worksThroughout();
  // What was revoked by a command has ended in the server, at once.
  const headers = { authorization: `Bearer ${key}` };
  expect((await fetch(`${server.url}/api/v1/documents`, { headers })).status).toBe(401);
});

test('a served folder is answered from, and a sign-in link opens once', async () => {
  const server = await serve(join(home, 'docs'));
  await expect
    .poll(async () => (await run('ask', 'How long is parental leave?')).stdout)
    .toContain('sixteen weeks');
  const { url } = lastJson<{ url: string }>((await run('sign-in-link', '--json')).stdout);
  expect(url.split('/#/')[0]).toBe(server.url);
  const signIn = () =>
    fetch(`${server.url}/api/v1/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: server.url },
      body: JSON.stringify({ token: url.split('token=').at(-1) }),
    });
  expect((await signIn()).status).toBe(200);
  expect((await signIn()).status).toBe(401);
});

test('each start prints a sign-in link, and for how long it works', async () => {
  for (const time of ['24 hours', '15 minutes']) {
    const { child, ended, printed } = await serve();
    await expect.poll(printed).toContain(`works once, for ${time}`);
    child.kill('SIGTERM');
    await ended;
  }
});

test('a second server in one folder is refused in one clear line', async () => {
  await serve();
  const second = await runDocent(['serve', '--data', data, '--port', '0']);
  expect(second).toMatchObject({ code: 1, stdout: '' });
  expect(second.stderr).toContain('Another Docent is using this data folder');
});

test('a used port is told with the way out', async () => {
  const { url } = await serve();
  const { port } = new URL(url);
  const taken = await runDocent(['serve', '--data', join(home, 'other'), '--port', port]);
  expect(taken.code).toBe(1);
  expect(taken.stderr).toContain(`port ${port} is used by another program`);
  expect(taken.stderr).toContain(`--port ${Number(port) + 1}`);
});

test('SIGTERM ends a server with 0, and its folder can be opened again', async () => {
  const { child, ended } = await serve();
  const code = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
  expect(await code).toBe(0);
  await serve();
});

test('a killed server leaves nothing that stands in the way', async () => {
  const { child, ended } = await serve();
  child.kill('SIGKILL');
  await ended;
  expect((await run('documents', 'list')).code).toBe(0);
  await serve();
});

test('a backup of a running server brings everything back elsewhere', async () => {
  await serve();
  await run('ingest', join(home, 'docs'));
  const file = join(home, 'all.tar');
  const made = await run('backup', file);
  expect(made).toMatchObject({ code: 0 });
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await run('backup', file)).stderr).toContain('exists already');
  expect((await run('restore', file)).stderr).toContain('A server is running');

  data = join(home, 'elsewhere');
  expect((await run('restore', file)).code).toBe(0);
  const answered = await run('ask', 'How long is parental leave?', '--json');
  expect(lastJson<Answered>(answered.stdout).citations[0]?.quote).toContain('sixteen weeks');
  expect((await run('restore', file)).stderr).toContain('is not empty');
});

test('the doctor names every fault with its fix', async () => {
  const silent = createServer();
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const { port } = silent.address() as AddressInfo;
  await new Promise((resolve) => silent.close(resolve));
  const told = await runDocent(['doctor', '--data', data, '--json'], {
    OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1`,
    DOCENT_MODEL: 'nobody',
  });
  const { findings, leavesTheMachine } = lastJson<{
    findings: { about: string; verdict: string; fix?: string }[];
    leavesTheMachine: string;
  }>(told.stdout);
  expect(told.code).toBe(1);
  expect(findings).toContainEqual(
    expect.objectContaining({ about: 'model', verdict: 'fault', fix: expect.any(String) }),
  );
  expect(findings).toContainEqual(expect.objectContaining({ about: 'disk', verdict: 'good' }));
  expect(leavesTheMachine).toContain(`127.0.0.1:${port}`);
});
