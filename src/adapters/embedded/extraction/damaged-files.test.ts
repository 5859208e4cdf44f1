import { utils, write } from '@e965/xlsx';
import { unzipSync, zipSync } from 'fflate';
import { afterAll, expect, test } from 'vitest';
import { expectOrdered } from '../../../../testing/conformance/extractor.ts';
import { quietLogger } from '../../../../testing/fakes/quiet-logger.ts';
import { line, pdf, temporaryFiles } from '../../../../testing/fixtures/files.ts';
import {
  book,
  openDocument,
  presentation,
  wordFile,
} from '../../../../testing/fixtures/office-files.ts';
import { tiff } from '../../../../testing/fixtures/raw-pictures.ts';
import { type Random, randomFrom } from '../../../../testing/fuzzed-stream.ts';
import { patient } from '../../../../testing/patient.ts';
import type { ExtractionResult } from '../../../ports/extractor.ts';
import { openExtractor } from './open-extractor.ts';
import { CRASHED } from './warm-child.ts';

const ROUNDS = 24;
const said: string[] = [];
const say = (message: string) => void said.push(message);
const extractor = openExtractor({
  logger: { ...quietLogger, warn: say, error: say },
  children: 1,
  ocr: { languages: 'none' },
});
const files = await temporaryFiles();
afterAll(async () => {
  await extractor.close();
  await files.remove();
});

const sheet = utils.aoa_to_sheet([
  ['Region', 'Days'],
  ['North', 30],
]);
const workbook = (bookType: 'xlsx' | 'biff8'): Buffer => {
  const whole = utils.book_new();
  utils.book_append_sheet(whole, sheet, 'Data');
  const bytes: unknown = write(whole, { type: 'buffer', bookType });
  return Buffer.isBuffer(bytes) ? bytes : Buffer.alloc(0);
};
const mail = `From: a@x.de\nSubject: Leave\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=Z\n\n--Z\nContent-Transfer-Encoding: base64\n\n${Buffer.from('Everybody has thirty days of leave.').toString('base64')}\n--Z--\n`;
const paragraph = '<w:p><w:r><w:t>Everybody has thirty days.</w:t></w:r></w:p>';
const white = { width: 30, height: 30, light: new Uint8Array(900).fill(255) };

const samples: [name: string, bytes: Uint8Array][] = [
  ['leave.pdf', pdf({ pages: [line('Everybody has thirty days.'), line('Interns twenty.')] })],
  ['leave.docx', wordFile({ body: paragraph.repeat(3), header: paragraph, title: 'Leave' })],
  ['leave.pptx', presentation([{ title: 'Leave', notes: 'Ask first.' }, { title: 'Days' }])],
  ['leave.odt', openDocument('text', '<text:p>Everybody has thirty days.</text:p>')],
  ['leave.epub', book(['<h1>Leave</h1><p>Thirty days.</p>', '<p>The end.</p>'])],
  ['leave.xlsx', workbook('xlsx')],
  ['leave.xls', workbook('biff8')],
  ['leave.eml', Buffer.from(mail)],
  ['leave.rtf', Buffer.from('{\\rtf1\\ansi Everybody has {\\b thirty} days.\\par Ask first.}')],
  ['leave.html', Buffer.from('<!doctype html><h1>Leave</h1><table><tr><td>30</table><p>Größe')],
  ['leave.md', Buffer.from('# Leave\n\n| Who | Days |\n|---|---|\n| Staff | 30 |\n')],
  ['leave.csv', Buffer.from('Who;Days\n"Staff; all";30\n')],
  ['leave.tif', tiff([white, white])],
];

const huge = (bytes: Uint8Array, random: Random): Uint8Array =>
  Buffer.from(
    Buffer.from(bytes)
      .toString('latin1')
      .replaceAll(/\d{1,6}/gu, (number) => (random(20) === 0 ? '99999999' : number)),
    'latin1',
  );

/** What happens to files on their way, and what attackers do to them. */
const spoil = (bytes: Uint8Array, random: Random): Uint8Array => {
  const at = random(bytes.length);
  const spoilt = Uint8Array.from(bytes);
  switch (random(6)) {
    case 0:
      return spoilt.slice(0, at);
    case 1:
      return Buffer.concat([spoilt.subarray(0, at), spoilt.subarray(random(bytes.length))]);
    case 2:
      return spoilt.fill(0, at, at + random(500));
    case 3:
      return spoilt.fill(255, at, at + 4);
    case 4:
      return huge(bytes, random);
    default:
      for (let flips = random(30); flips >= 0; flips -= 1)
        spoilt[random(bytes.length)] = random(256);
      return spoilt;
  }
};

/** Mostly what lies in a package: bytes that do not unpack are refused at once. */
const spoilFile = (bytes: Uint8Array, random: Random): Uint8Array => {
  const isPackage = Buffer.from(bytes.subarray(0, 2)).toString() === 'PK';
  if (!isPackage || random(4) === 0) return spoil(bytes, random);
  const parts = unzipSync(bytes);
  const names = Object.keys(parts);
  const [one = '', other = ''] = [names[random(names.length)], names[random(names.length)]];
  const part = parts[one] ?? new Uint8Array();
  if (random(5) === 0) return zipSync({ ...parts, [one]: parts[other] ?? part, [other]: part });
  return zipSync({ ...parts, [one]: spoil(part, random) });
};

const expectSound = (result: ExtractionResult): void => {
  if (result.outcome === 'extracted') {
    expectOrdered(result.extracted);
    expect(result.extracted.text.trim()).not.toBe('');
  } else {
    expect(result.reason).toMatch(/^[A-Z][^\n]{10,400}\.$/u);
    expect(result.reason).not.toBe(CRASHED);
  }
};

const damaged = samples.flatMap(([name, bytes]) =>
  Array.from({ length: ROUNDS }, (_, seed) => ({ name, bytes, seed })),
);

test.for(damaged)('$name, damaged by $seed, ends with text or with a reason', async (file) => {
  const { name, bytes, seed } = file;
  const path = await files.write(spoilFile(bytes, randomFrom(seed * 1000 + name.length)));
  const signal = patient();
  expectSound(await extractor.extract({ path, name, signal }));
  expect(said).toEqual([]);
});

test('text whose characters are mostly damaged is refused, and some are said', async () => {
  const read = async (text: string) =>
    extractor.extract({
      path: await files.write(text),
      name: 'a.txt',
      signal: patient(),
    });
  expect(await read(`Leave ${'\uFFFD'.repeat(20)}`)).toMatchObject({
    outcome: 'failed',
    reason: expect.stringContaining('damaged'),
  });
  expect(await read('Everybody has thirty days \uFFFD of leave.')).toMatchObject({
    extracted: { warnings: [{ code: 'damaged-characters', range: { start: 26, end: 27 } }] },
  });
});
