import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pack } from 'tar-stream';
import { expect, onTestFinished, test } from 'vitest';
import { patient } from '../../testing/patient.ts';
import { readBackup } from './backup-file.ts';

/** Which part of the reading meets the end first differs from place to place. */
test('a backup that ends too early is said to be none wherever it ends', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'docent-backup-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const tar = pack();
  for (const [place, bytes] of [70_000, 5, 300_000, 512, 40_000].entries())
    tar.entry({ name: `f${place}` }, randomBytes(bytes));
  tar.finalize();
  const whole = await buffer(tar);
  const path = join(folder, 'cut.tar');
  for (let end = 512; end < whole.length - 1_024; end += 2_111) {
    await writeFile(path, whole.subarray(0, end));
    const reading = readBackup(path, { into: join(folder, `${end}`), signal: patient() });
    await expect(reading).rejects.toMatchObject({ code: 'invalid-request' });
  }
});
