import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'docent-launcher-'));
});
afterEach(() => rm(home, { recursive: true }));

/** A `node` that is first on the path and too old for us. */
const withOldNode = async () => {
  await writeFile(join(home, 'node'), '#!/bin/sh\necho "the old node ran" >&2; exit 9\n');
  await chmod(join(home, 'node'), 0o755);
  return { ...process.env, PATH: `${home}${delimiter}${process.env['PATH'] ?? ''}` };
};

test('the launcher runs the Node that npm brought, whatever the system has', async () => {
  const env = await withOldNode();
  const run = (command: string, cwd: string) =>
    execFileSync(command, ['--help'], { env, cwd, encoding: 'utf8' });
  expect(run(join(root, 'bin/docent'), root)).toContain('Usage: docent');
  await symlink(join(root, 'bin/docent'), join(home, 'docent'));
  expect(run(join(home, 'docent'), home), 'through a link, from elsewhere').toContain('Usage');
});

test('an older Node is told what to do, in the launcher and before npm start', async () => {
  await mkdir(join(home, 'bin'));
  const check = join(root, 'bin/check-node.mjs');
  const asOld = `Object.defineProperty(process, 'versions', { value: { node: '20.20.2' } }); await import('${check}')`;
  const run = () =>
    execFileSync(process.execPath, ['--input-type=module', '-e', asOld], { stdio: 'pipe' });
  expect(run).toThrow(/Docent needs Node 24 or newer.*npm ci/);
});
