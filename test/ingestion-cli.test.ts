import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lastJson, runDocent } from '../testing/docent-process.ts';

/** The reading of documents is led from the command line, here without a server. */
let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'docent-cli-test-'));
});
afterEach(() => rm(home, { recursive: true }));

const run = (...args: string[]) => runDocent([...args, '--data', join(home, 'data')]);

type Listed = { documents: { id: string; state: string }[] };

test('what failed is tried again, paused, cancelled and gone on with from the command line', async () => {
  await writeFile(join(home, 'broken.pdf'), '%PDF-1.7 and nothing else');
  expect((await run('ingest', join(home, 'broken.pdf'))).code).toBe(3);
  expect((await run('ingestion')).stdout).toContain('Nothing waits to be read.');

  expect((await run('documents', 'pause')).stdout).toContain('paused');
  expect((await run('documents', 'retry')).stdout).toContain('1 document waits again.');
  expect(lastJson<object>((await run('ingestion', '--json')).stdout)).toMatchObject({
    state: 'paused',
    total: { documents: 1, waiting: 1 },
  });
  const { documents } = lastJson<Listed>((await run('documents', 'list', '--json')).stdout);
  const id = documents[0]?.id ?? '';
  expect((await run('documents', 'cancel', id)).stdout).toContain('1 of 1 cancelled');
  const resumed = await run('documents', 'resume');
  expect(resumed.stdout).toContain('Nothing waits to be read.');
  expect(resumed.stdout).not.toContain('paused');
});
