import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import type { IngestionView } from '../../src/contracts/ingestion.ts';
import { startServer, type TestPerson } from '../../testing/start-server.ts';

/** A disk that fills up while a document is read on it, and grows later. */
const run = promisify(execFile);
const DISK = { size: '24m', later: '400m' };

const mounted = async (path: string): Promise<boolean> => {
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${DISK.size}`, 'docent-test', path]);
    return true;
  } catch (thrown) {
    process.stdout.write(
      `Did not run: the disk that fills up, because none can be mounted here (${String(thrown)})\n`,
    );
    return false;
  }
};

const paragraph = (number: number): string =>
  Array.from({ length: 100 }, (_, word) => `word${(number * 7919 + word * 104_729) % 1e6}`).join(
    ' ',
  );
const largeText = (bytes: number): string => {
  const parts: string[] = [];
  for (let length = 0; length < bytes; length += parts.at(-1)?.length ?? 0)
    parts.push(paragraph(parts.length));
  return `${parts.join('\n\n')}\n\nThe code word is cormorant.`;
};
const upload = async (person: TestPerson, name: string, text: string): Promise<void> => {
  const form = new FormData();
  form.append('file', new Blob([text]), name);
  const sent = { method: 'POST', body: form };
  expect((await person.fetch('/api/v1/documents?base=default', sent)).status).toBe(201);
};
const finds = async (person: TestPerson, word: string): Promise<number> =>
  (await person.json<{ hits: unknown[] }>(`/api/v1/search?q=${word}`)).hits.length;

const onThatDisk = async (disk: string): Promise<void> => {
  const server = await startServer({ folder: join(disk, 'data') });
  try {
    const person = await server.person();
    const ingestion = () => person.json<IngestionView>('/api/v1/ingestion');
    await upload(person, 'small.md', 'The code word is kingfisher.');
    await expect.poll(() => finds(person, 'kingfisher')).toBe(1);

    await upload(person, 'large.md', largeText(8_000_000));
    await expect.poll(ingestion, { timeout: 600_000 }).toMatchObject({
      state: 'held',
      reason: expect.stringContaining('no room left'),
      total: { documents: 2, done: 1, failed: 0 },
    });
    expect(await finds(person, 'kingfisher')).toBe(1);

    await run('mount', ['-o', `remount,size=${DISK.later}`, disk]);
    await expect
      .poll(ingestion, { timeout: 600_000 })
      .toMatchObject({ state: 'idle', reason: null, total: { done: 2, failed: 0 } });
    expect(await finds(person, 'cormorant')).toBeGreaterThan(0);
  } finally {
    await server.close();
  }
};

test('reading waits while the disk is full, says so, and goes on by itself', async () => {
  const disk = await mkdtemp(join(tmpdir(), 'docent-disk-'));
  try {
    if (!(await mounted(disk))) return;
    try {
      await onThatDisk(disk);
    } finally {
      await run('umount', ['-l', disk]);
    }
  } finally {
    await rm(disk, { recursive: true });
  }
});
