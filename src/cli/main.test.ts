import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pack } from 'tar-stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sha256 } from '../lib/ids.ts';
import { runCli } from './main.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'docent-cli-'));
});
afterEach(() => rm(home, { recursive: true }));

const run = async (argv: string[], environment: Record<string, string> = {}, input = '') => {
  const written = { stdout: '', stderr: '' };
  const output = (name: 'stdout' | 'stderr') => ({
    write: (text: string) => (written[name] += text),
    isTerminal: false,
  });
  const code = await runCli({
    argv,
    environment: { DOCENT_DATA: join(home, 'data'), ...environment },
    stdin: (async function* () {
      yield input;
    })(),
    stdout: output('stdout'),
    stderr: output('stderr'),
    stop: new AbortController().signal,
  });
  return { code, ...written };
};

test.for([
  [['--help'], 0, 'documents'],
  [['ask', '--help'], 0, '--json'],
  [['documents', '--help'], 0, 'reindex'],
] as const)('%j shows help', async ([argv, code, text]) => {
  const told = await run([...argv]);
  expect(told.code).toBe(code);
  expect(told.stdout).toContain(text);
});

test.for([
  [['frobnicate'], "unknown command 'frobnicate'"],
  [['ask'], "missing required argument 'question'"],
  [['search', 'x', '--limt', '3'], 'Did you mean --limit?'],
  [['documents'], 'list'],
  [[], 'serve'],
] as const)('%j is not understood: 2, and it says why', async ([argv, text]) => {
  const told = await run([...argv]);
  expect(told.code).toBe(2);
  expect(told.stderr).toContain(text);
});

test('settings shows every value with its source, and no secret', async () => {
  const { code, stdout } = await run(['settings', '--json'], {
    OPENAI_API_KEY: 'very-secret',
    OPENAI_BASE_URL: 'https://models.example.org/v1',
    DOCENT_MODEL: 'm',
  });
  expect(code).toBe(0);
  expect(stdout).not.toContain('very-secret');
  expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({ mistakes: [] });
});

test('wrong settings stop every command with all mistakes, and settings still shows them', async () => {
  const wrong = { PORT: 'abc', DOCENT_LOG_LEVEL: 'loud' };
  const told = await run(['ask', 'x'], wrong);
  expect(told.code).toBe(1);
  expect(told.stderr).toContain('PORT (environment): "abc" does not fit.');
  expect(told.stderr).toContain('DOCENT_LOG_LEVEL (environment): "loud" does not fit.');
  const shown = await run(['settings'], wrong);
  expect(shown.code).toBe(1);
  expect(shown.stdout).toContain('DOCENT_MODEL');
});

test('a file where a folder is meant is one clear line', async () => {
  const file = fileURLToPath(import.meta.url);
  const told = await run(['serve', file]);
  const stderr = `docent: ${file} is a file. Name the folder it is in.\n`;
  expect(told).toMatchObject({ code: 1, stderr });
});

test('commands go through the server whose socket is in the folder', async () => {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      requests.push(`${request.method} ${request.url} ${Buffer.concat(chunks).toString()}`);
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ evidence: 1, hits: [] }));
    });
  });
  await mkdir(join(home, 'data'));
  await new Promise<void>((resolve) => server.listen(join(home, 'data/server.sock'), resolve));
  const told = await run(['search', 'parental leave', '--limit', '3', '--json']);
  await new Promise((resolve) => server.close(resolve));
  expect(requests).toEqual(['GET /api/v1/search?q=parental+leave&limit=3 ']);
  expect(told).toMatchObject({ code: 0, stdout: '{"evidence":1,"hits":[]}\n' });
});

const archive = async (files: Record<string, string>, manifest: object) => {
  const tar = pack();
  for (const [name, text] of Object.entries(files)) tar.entry({ name }, text);
  tar.entry({ name: 'manifest.json' }, JSON.stringify(manifest));
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(Buffer.from(chunk as Uint8Array));
  const path = join(home, 'backup.tar');
  await writeFile(path, Buffer.concat(chunks));
  return path;
};

const entry = (path: string, text: string) => ({ path, bytes: text.length, sha256: sha256(text) });
const good = {
  format: 1,
  createdAt: 1,
  files: [entry('control.db', 'a'), entry('tenants/default/originals/ab/abc', 'b')],
};
const goodFiles = { 'control.db': 'a', 'tenants/default/originals/ab/abc': 'b' };

test('restore brings back what the backup holds', async () => {
  const told = await run(['restore', await archive(goodFiles, good)]);
  expect(told.code).toBe(0);
  expect(await readFile(join(home, 'data/tenants/default/originals/ab/abc'), 'utf8')).toBe('b');
});

test('restore refuses a folder that is not empty; with --replace it keeps what was there', async () => {
  const path = await archive(goodFiles, good);
  await run(['restore', path]);
  await writeFile(join(home, 'data/control.db'), 'newer');
  const refused = await run(['restore', path]);
  expect(refused).toMatchObject({ code: 1 });
  expect(await readFile(join(home, 'data/control.db'), 'utf8')).toBe('newer');
  const replaced = await run(['restore', path, '--replace', '--json']);
  expect(replaced.code).toBe(0);
  expect(await readFile(join(home, 'data/control.db'), 'utf8')).toBe('a');
  const { aside }: { aside: string } = JSON.parse(replaced.stdout);
  expect(await readFile(join(aside, 'control.db'), 'utf8')).toBe('newer');
});

test.for([
  ['a changed file', { ...goodFiles, 'control.db': 'x' }, good, 'control.db was changed'],
  ['a missing file', { 'control.db': 'a' }, good, 'abc is missing'],
  ['a file too many', { ...goodFiles, 'extra.db': 'x' }, good, 'does not list'],
  ['a path that leads out', { '../control.db': 'a' }, good, 'strange file'],
  ['another format', goodFiles, { format: 9 }, 'cannot be read'],
] as const)('restore refuses %s, and leaves nothing', async ([, files, manifest, text]) => {
  const told = await run(['restore', await archive(files, manifest)]);
  expect(told.code).toBe(1);
  expect(told.stderr).toContain(text);
  expect(await readdir(home)).toEqual(['backup.tar']);
});

test('restore refuses a backup that ends too early, and leaves nothing', async () => {
  const path = await archive(goodFiles, good);
  await writeFile(path, (await readFile(path)).subarray(0, 700));
  const told = await run(['restore', path]);
  expect(told.code).toBe(1);
  expect(told.stderr).toContain('This is not a whole backup');
  expect(await readdir(home)).toEqual(['backup.tar']);
});

test('files that cannot be read or written are named as such, and before any work', async () => {
  const folder = home;
  for (const [argv, told] of [
    [['backup', join(home, 'nowhere', 'backup.tar')], 'There is no folder'],
    [['eval', 'retrieval', '--corpus', folder, '--queries', folder], 'cannot be read or written'],
    [['eval', 'retrieval', '--corpus', 'nowhere', '--queries', 'nowhere'], 'There is no file'],
  ] as const) {
    const { code, stderr } = await run([...argv]);
    expect([code, stderr]).toEqual([1, expect.stringContaining(told)]);
  }
});
