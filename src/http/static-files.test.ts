import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { staticFiles } from './static-files.ts';

let folder: string;
let root: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'docent-static-'));
  root = join(folder, 'web');
  await writeFile(join(folder, 'secret.txt'), 'secret');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const nothing = new Headers();
const build = async () => {
  await mkdir(join(root, 'assets'), { recursive: true });
  await writeFile(join(root, 'index.html'), '<!doctype html><p>Docent</p>');
  await writeFile(join(root, 'assets', 'main-1a2b.js'), 'const answer = 42;'.repeat(50));
  await symlink(join(folder, 'secret.txt'), join(root, 'linked.txt'));
};

test('before the page is built its address says how; after that it is there', async () => {
  const page = staticFiles(root);
  const before = await page('/', nothing);
  expect(before?.status).toBe(503);
  expect(await before?.text()).toContain('npm run build');
  expect(await page('/assets/main-1a2b.js', nothing)).toBeNull();
  await build();
  expect(await (await page('/', nothing))?.text()).toContain('Docent');
});

test('what has its hash in the name is kept for ever, the page itself is asked for again', async () => {
  const page = staticFiles(root);
  const script = await page('/assets/main-1a2b.js', nothing);
  expect(script?.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect(script?.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  const index = await page('/', nothing);
  expect(index?.headers.get('cache-control')).toBe('no-cache');
  const etag = index?.headers.get('etag') ?? '';
  expect((await page('/', new Headers({ 'if-none-match': etag })))?.status).toBe(304);
});

test('a page that is built anew while we run is served as it is now', async () => {
  const rebuilt = join(folder, 'rebuilt');
  const write = async (name: string): Promise<void> => {
    await rm(rebuilt, { recursive: true, force: true });
    await mkdir(join(rebuilt, 'assets'), { recursive: true });
    await writeFile(join(rebuilt, 'index.html'), `<script src="/assets/${name}.js"></script>`);
    for (const part of [name, `${name}-part`])
      await writeFile(join(rebuilt, 'assets', `${part}.js`), part);
  };
  const page = staticFiles(rebuilt);
  const text = async (path: string) => (await page(path, nothing))?.text();
  await write('old');
  expect(await text('/')).toContain('/assets/old.js');
  expect(await text('/assets/old.js')).toBe('old');
  await write('new');
  expect(await text('/assets/old-part.js')).toBeUndefined(); // never read, and gone
  expect(await text('/assets/old.js')).toBeUndefined();
  expect(await text('/')).toContain('/assets/new.js');
  expect(await text('/assets/new-part.js')).toBe('new-part');
  await rm(rebuilt, { recursive: true });
  expect((await page('/favicon.svg', nothing))?.status).toBeUndefined();
  expect((await page('/', nothing))?.status).toBe(503);
});

test('it is sent small to whoever can read that', async () => {
  const page = staticFiles(root);
  const small = await page('/assets/main-1a2b.js', new Headers({ 'accept-encoding': 'br, gzip' }));
  expect(small?.headers.get('content-encoding')).toBe('gzip');
  expect((await small?.bytes())?.length).toBeLessThan(200);
});

test.for([
  '/../secret.txt',
  '/%2e%2e/secret.txt',
  '/assets/../../secret.txt',
  '/linked.txt',
  '/assets',
  '//',
  '/constructor',
])('nothing but the built files is there: %s', async (path) => {
  expect(await staticFiles(root)(path, nothing)).toBeNull();
});
