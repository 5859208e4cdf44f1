import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sha256 } from '../src/lib/ids.ts';
import { uploadReady } from '../testing/ready-documents.ts';
import { startServer } from '../testing/start-server.ts';

test('bytes of a document whose deletion was cut short go with the next start, others stay', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'docent-bytes-'));
  const originals = join(folder, 'tenants', 'default', 'originals');
  const kept = async () =>
    (await readdir(originals, { recursive: true })).filter((name) => /[0-9a-f]{64}$/u.test(name));
  try {
    const first = await startServer({ folder });
    await uploadReady(await first.person(), { name: 'a.txt', text: 'The pump is loud.' });
    const [stays] = await kept();
    await first.close();
    const left = sha256('secret');
    await mkdir(join(originals, left.slice(0, 2)), { recursive: true });
    await writeFile(join(originals, left.slice(0, 2), left), 'secret');
    expect(await kept()).toHaveLength(2);
    const second = await startServer({ folder });
    await expect.poll(kept).toEqual([stays]);
    await second.close();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
