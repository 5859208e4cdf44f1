import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Pdf from 'pdfkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lastJson, runDocent } from '../testing/docent-process.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'docent-passwords-'));
});
afterEach(() => rm(home, { recursive: true }));

const PASSWORD = 'open-sesame-7431';

const lockedPdf = async (text: string): Promise<Buffer> => {
  const pdf = new Pdf({
    userPassword: PASSWORD,
    ownerPassword: 'owner',
    pdfVersion: '1.7',
  });
  pdf.text(text).end();
  return Buffer.concat(await Array.fromAsync(pdf));
};

const run = (args: readonly string[], input = '') =>
  runDocent([...args, '--data', join(home, 'data')], {}, input);

type Listed = { documents: { id: string; state: string }[] };
const listed = async () =>
  lastJson<Listed>((await run(['documents', 'list', '--json'])).stdout).documents;

test('a locked file asks the command line for its password, which is then kept nowhere', async () => {
  const file = join(home, 'locked.pdf');
  await writeFile(file, await lockedPdf('The code word is kingfisher.'));
  const ingested = await run(['ingest', file]);
  expect(ingested.code).toBe(3);
  expect(ingested.stderr).toContain('--password-stdin');
  const [document] = await listed();
  expect(document?.state).toBe('needs-password');

  const give = (password: string) =>
    run(['documents', 'reindex', document?.id ?? '', '--password-stdin'], `${password}\n`);
  expect(await give('open-barley')).toMatchObject({ code: 3 });
  expect((await listed())[0]?.state).toBe('needs-password');
  expect(await give(PASSWORD)).toMatchObject({ code: 0 });
  expect((await run(['search', 'kingfisher'])).stdout).toContain('The code word is kingfisher.');

  const entries = await readdir(join(home, 'data'), { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((one) => one.isFile()))
    expect((await readFile(join(entry.parentPath, entry.name))).includes(PASSWORD)).toBe(false);
});
